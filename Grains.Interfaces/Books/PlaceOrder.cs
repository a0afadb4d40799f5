using TradingOps.Engine.Books;

namespace TradingOps.Grains.Books;

/// <summary>A checked order on its way from its account to its market.</summary>
[GenerateSerializer, Immutable]
[Alias("tradingops.place-order")]
public sealed record PlaceOrder
{
    /// <summary>The account's own id.</summary>
    [Id(0)] public string? ClientOrderId { get; init; }

    /// <summary>What it asks for.</summary>
    [Id(1)] public required OrderSpec Spec { get; init; }

    /// <summary>The account's note on it.</summary>
    [Id(2)] public string? Tag { get; init; }
}
