namespace TradingOps.Grains.Accounts;

/// <summary>What is to be closed of a position: a quantity, a share of it, or all of it.</summary>
[GenerateSerializer, Immutable]
[Alias("tradingops.close-position")]
public sealed record ClosePosition
{
    /// <summary>The instrument.</summary>
    [Id(0)] public required string Symbol { get; init; }

    /// <summary>Shares or contracts; null for a share of the position, or all of it.</summary>
    [Id(1)] public decimal? Quantity { get; init; }

    /// <summary>Percent of the position, above 0 and at most 100; null without.</summary>
    [Id(2)] public decimal? Percent { get; init; }

    /// <summary>The account's own id of the order, unique per account: the same id closes once.</summary>
    [Id(3)] public string? ClientOrderId { get; init; }
}
