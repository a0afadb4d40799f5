using TradingOps.Engine.Instruments;

namespace TradingOps.Grains.Instruments;

/// <summary>A tradable contract.</summary>
[GenerateSerializer, Immutable]
[Alias("tradingops.instrument-view")]
public sealed record InstrumentView
{
    /// <summary>Ticker, OSI symbol or futures code.</summary>
    [Id(0)] public required string Symbol { get; init; }

    /// <summary>Equity, options or futures.</summary>
    [Id(1)] public required AssetClass AssetClass { get; init; }

    /// <summary>ISO 4217.</summary>
    [Id(2)] public required string Currency { get; init; }

    /// <summary>Smallest price step, in currency.</summary>
    [Id(3)] public required decimal TickSize { get; init; }

    /// <summary>Smallest quantity step.</summary>
    [Id(4)] public required decimal LotSize { get; init; }

    /// <summary>Currency per point of price.</summary>
    [Id(5)] public required decimal Multiplier { get; init; }

    /// <summary>Smallest order quantity.</summary>
    [Id(6)] public required decimal MinQuantity { get; init; }

    /// <summary>Largest order quantity.</summary>
    [Id(7)] public required decimal MaxQuantity { get; init; }

    /// <summary>Last trading day of an option or future.</summary>
    [Id(8)] public DateOnly? Expiry { get; init; }
}
