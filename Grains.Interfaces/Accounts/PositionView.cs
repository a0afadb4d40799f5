using TradingOps.Engine.Accounts;
using TradingOps.Engine.Instruments;

namespace TradingOps.Grains.Accounts;

/// <summary>A position at the current mark, in currency.</summary>
[GenerateSerializer, Immutable]
[Alias("tradingops.position-view")]
public sealed record PositionView
{
    /// <summary>The instrument.</summary>
    [Id(0)] public required string Symbol { get; init; }

    /// <summary>Its class.</summary>
    [Id(1)] public required AssetClass AssetClass { get; init; }

    /// <summary>Shares or contracts; negative when short.</summary>
    [Id(2)] public required decimal Quantity { get; init; }

    /// <summary>Average price without fees; 0 when flat.</summary>
    [Id(3)] public required decimal AveragePrice { get; init; }

    /// <summary>The price that the position is valued at; null without one.</summary>
    [Id(4)] public required decimal? Mark { get; init; }

    /// <summary>Quantity times mark times multiplier.</summary>
    [Id(5)] public required decimal MarketValue { get; init; }

    /// <summary>Cumulative realised P&amp;L, net of fees.</summary>
    [Id(6)] public required decimal RealizedPnl { get; init; }

    /// <summary>Open P&amp;L at the mark.</summary>
    [Id(7)] public required decimal UnrealizedPnl { get; init; }

    /// <summary>Currency per point of price.</summary>
    [Id(8)] public required decimal Multiplier { get; init; }

    /// <summary>Whether the mark is not the market's of now.</summary>
    [Id(9)] public bool IsStale { get; init; }

    /// <summary>How long ago the market was heard of.</summary>
    [Id(10)] public TimeSpan MarkAge { get; init; }

    /// <summary>All fees paid.</summary>
    [Id(11)] public decimal Fees { get; init; }

    /// <summary>How closing fills find their cost.</summary>
    [Id(12)] public CostMethod CostMethod { get; init; }

    /// <summary>Realised by fills, before fees.</summary>
    [Id(14)] public decimal TradePnl { get; init; }

    /// <summary>Realised by the daily settlement of futures.</summary>
    [Id(15)] public decimal VariationPnl { get; init; }

    /// <summary>Realised by exercise, assignment and expiry.</summary>
    [Id(16)] public decimal ExercisePnl { get; init; }

    /// <summary>What it would bring now, at the bid, or cost at the ask; null without a quote.</summary>
    [Id(13)] public decimal? LiquidationValue { get; init; }

    /// <summary>Number of the last report of its market that is in it.</summary>
    [Id(17)] public long LastReport { get; init; }
}
