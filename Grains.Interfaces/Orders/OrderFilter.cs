namespace TradingOps.Grains.Orders;

/// <summary>Which orders to list, newest first. Id 2 is retired.</summary>
[GenerateSerializer, Immutable]
[Alias("tradingops.order-filter")]
public sealed record OrderFilter
{
    /// <summary>Most orders on a page.</summary>
    public const int MaxLimit = 1000;

    /// <summary>
    /// Most orders that one page looks at to find those of some statuses: a rare status among millions of orders takes several
    /// pages, and no request reads them all.
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

    /// <summary>Only orders older than the one with this id.</summary>
    [Id(4)] public string? Before { get; init; }
}
