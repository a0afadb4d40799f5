using TradingOps.Engine.Books;

namespace TradingOps.Grains.Orders;

/// <summary>Which orders to list, newest first unless it says otherwise. Id 2 is retired.</summary>
[GenerateSerializer, Immutable]
[Alias("tradingops.order-filter")]
public sealed record OrderFilter
{
    /// <summary>Most orders on a page.</summary>
    public const int MaxLimit = 1000;

    /// <summary>
    /// Most orders that one page looks at to find those of some statuses, a side or a time: rare ones among millions of orders
    /// take several pages, and no request reads them all.
    /// </summary>
    public const int MaxExamined = 10_000;

    /// <summary>Only of this account.</summary>
    [Id(0)] public string? Account { get; init; }

    /// <summary>Only in this symbol.</summary>
    [Id(1)] public string? Symbol { get; init; }

    /// <summary>Only in one of these statuses.</summary>
    [Id(5)] public OrderStatuses Statuses { get; init; } = OrderStatuses.All;

    /// <summary>At most so many, 1 to <see cref="MaxLimit"/>.</summary>
    [Id(3)] public int Limit { get; init; } = 100;

    /// <summary>Only orders behind the one with this id, in the direction of the list.</summary>
    [Id(4)] public string? Before { get; init; }

    /// <summary>Only buys, or only sells.</summary>
    [Id(10)] public Side? Side { get; init; }

    /// <summary>Only orders that were received later than this.</summary>
    [Id(11)] public DateTimeOffset? After { get; init; }

    /// <summary>Only orders that were received earlier than this.</summary>
    [Id(12)] public DateTimeOffset? Until { get; init; }

    /// <summary>Oldest first.</summary>
    [Id(13)] public bool OldestFirst { get; init; }

    /// <summary>Only orders with this tag.</summary>
    [Id(14)] public string? Tag { get; init; }

    /// <summary>Whether it leaves orders out by side, time or tag: a page then looks at more orders than it returns.</summary>
    public bool IsSelective => Side is not null || After is not null || Until is not null || Tag is not null;

    /// <summary>Whether it wants an order of a side, with a tag, that was received at a time.</summary>
    public bool Wants(Side side, string? tag, DateTimeOffset receivedAt) =>
        (Side ?? side) == side && (Tag ?? tag) == tag
        && (After is not { } after || receivedAt > after)
        && (Until is not { } until || receivedAt < until);
}
