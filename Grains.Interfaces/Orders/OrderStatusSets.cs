namespace TradingOps.Grains.Orders;

/// <summary>Questions about sets of statuses.</summary>
public static class OrderStatusSets
{
    /// <summary>Whether a status is among them.</summary>
    public static bool Has(this OrderStatuses statuses, OrderStatus status) =>
        (statuses & (OrderStatuses)(1 << (int)status)) != 0;

    /// <summary>Whether all of them are those of open orders.</summary>
    public static bool AreOpen(this OrderStatuses statuses) => (statuses & ~OrderStatuses.Open) == 0;

    /// <summary>Each of them.</summary>
    public static IEnumerable<OrderStatus> Each(this OrderStatuses statuses) =>
        Enum.GetValues<OrderStatus>().Where(s => statuses.Has(s));
}
