using TradingOps.Engine.Books;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Feeds;

/// <summary>One durable thing that happened to an order, in the instrument's units.</summary>
[GenerateSerializer, Immutable]
[Alias("tradingops.order-change")]
public sealed record OrderChange
{
    /// <summary>
    /// Sequence of the record that holds it: of its market, or of its account for an order refused before that.
    /// </summary>
    [Id(0)] public required long Sequence { get; init; }

    /// <summary>0, 1, 2, ... within the record.</summary>
    [Id(1)] public required int Place { get; init; }

    /// <summary>The order.</summary>
    [Id(2)] public required string OrderId { get; init; }

    /// <summary>Its owner.</summary>
    [Id(3)] public required string Account { get; init; }

    /// <summary>Its instrument.</summary>
    [Id(4)] public required string Symbol { get; init; }

    /// <summary>What happened.</summary>
    [Id(5)] public required BookEventKind Kind { get; init; }

    /// <summary>Where the order stands now; null where this did not change it.</summary>
    [Id(6)] public OrderStatus? Status { get; init; }

    /// <summary>Side of the order.</summary>
    [Id(7)] public required Side Side { get; init; }

    /// <summary>In currency: the trade's price, else the order's limit or stop price; null without one.</summary>
    [Id(8)] public decimal? Price { get; init; }

    /// <summary>Shares or contracts traded, canceled or taken off.</summary>
    [Id(9)] public required decimal Quantity { get; init; }

    /// <summary>Shares or contracts of the order still open.</summary>
    [Id(10)] public required decimal Remaining { get; init; }

    /// <summary>Stable code of why it was refused, canceled or expired.</summary>
    [Id(11)] public string? Reason { get; init; }

    /// <summary>For a trade: its id.</summary>
    [Id(12)] public string? TradeId { get; init; }

    /// <summary>For a trade: what the order did in it.</summary>
    [Id(13)] public Liquidity Liquidity { get; init; }

    /// <summary>When.</summary>
    [Id(14)] public required DateTimeOffset At { get; init; }

    /// <summary>The whole order, as of this change, where it is its first.</summary>
    [Id(15)] public OrderView? Order { get; init; }

    /// <summary>For a change of the order's terms: the account's own id from now on; null where it stays.</summary>
    [Id(17)] public string? ClientOrderId { get; init; }

    /// <summary>For a trade: the change of its second order, which is not shown on the tape again.</summary>
    [Id(16)] public bool IsCounter { get; init; }
}
