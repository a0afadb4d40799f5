using System.Collections.Immutable;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Actors;
using TradingOps.Grains.Accounts;
using TradingOps.Grains.Breakers;
using TradingOps.Grains.Feeds;
using TradingOps.Grains.Instruments;
using TradingOps.Grains.Risk;

namespace TradingOps.Grains.AuditTrail;

/// <summary>One thing that happened, and who caused it.</summary>
[GenerateSerializer, Immutable]
[Alias("tradingops.trail-entry")]
public sealed record TrailEntry
{
    /// <summary>When.</summary>
    [Id(0)] public required DateTimeOffset At { get; init; }

    /// <summary>Number of the record, of the market, the account, the breaker or the catalogue.</summary>
    [Id(1)] public required long Sequence { get; init; }

    /// <summary>What happened, as a word: <c>order_accepted</c>, <c>cash_moved</c>, <c>breaker_open</c>, ...</summary>
    [Id(2)] public required string Event { get; init; }

    /// <summary>The account concerned; null for a symbol.</summary>
    [Id(3)] public string? Account { get; init; }

    /// <summary>The instrument concerned; null for an account.</summary>
    [Id(4)] public string? Symbol { get; init; }

    /// <summary>The firm or the desk concerned, as its breaker is named; null for an account or a symbol.</summary>
    [Id(15)] public string? Scope { get; init; }

    /// <summary>The limits on exposure that firm or desk has from then on, where they changed.</summary>
    [Id(16)] public ImmutableArray<ExposureLimitValue>? Exposure { get; init; }

    /// <summary>
    /// Who caused it; null in what earlier versions wrote, and where another account's order had this effect.
    /// </summary>
    [Id(5)] public Actor? Actor { get; init; }

    /// <summary>What happened to an order.</summary>
    [Id(6)] public OrderChange? Order { get; init; }

    /// <summary>Cash moved in or out, the opening cash, or the equity that a day began with.</summary>
    [Id(7)] public decimal? Amount { get; init; }

    /// <summary>What the mover of cash called it.</summary>
    [Id(8)] public string? Reference { get; init; }

    /// <summary>The limits from then on, where they changed.</summary>
    [Id(9)] public LimitValues? Limits { get; init; }

    /// <summary>The fees from then on, where they changed.</summary>
    [Id(10)] public ImmutableArray<FeeValue>? Fees { get; init; }

    /// <summary>How the cost of positions is counted from then on, where it or the fees changed.</summary>
    [Id(14)] public CostMethod? CostMethod { get; init; }

    /// <summary>The change of a breaker.</summary>
    [Id(11)] public BreakerView? Breaker { get; init; }

    /// <summary>The instrument from then on, where it changed.</summary>
    [Id(12)] public InstrumentView? Instrument { get; init; }

    /// <summary>The price that a position was settled at, or the session or the price band of a market from then on.</summary>
    [Id(13)] public string? Detail { get; init; }
}
