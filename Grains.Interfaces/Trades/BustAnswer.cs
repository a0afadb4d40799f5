using TradingOps.Engine.Errors;

namespace TradingOps.Grains.Trades;

/// <summary>What became of a request to bust or correct a trade.</summary>
[GenerateSerializer, Immutable]
[Alias("tradingops.bust-answer")]
public sealed record BustAnswer
{
    /// <summary>The price that stands until the request is agreed to, in currency.</summary>
    [Id(0)] public decimal Price { get; init; }

    /// <summary>The price from then on; null where the trade is busted.</summary>
    [Id(1)] public decimal? NewPrice { get; init; }

    /// <summary>Who asked first.</summary>
    [Id(2)] public string? AskedBy { get; init; }

    /// <summary>Who agreed, which made it so; null while another person has to.</summary>
    [Id(3)] public string? AgreedBy { get; init; }

    /// <summary>Why it is refused; null if it is not.</summary>
    [Id(4)] public TradingError? Code { get; init; }

    /// <summary>The same, for a person.</summary>
    [Id(5)] public string? Detail { get; init; }

    /// <summary>A refusal.</summary>
    public static BustAnswer Refuse(TradingError code, string detail) => new() { Code = code, Detail = detail };
}
