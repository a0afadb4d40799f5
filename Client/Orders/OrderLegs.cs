using TradingOps.Engine.Books;
using TradingOps.Engine.Markets;
using TradingOps.Grains;

namespace TradingOps.Client.Orders;

/// <summary>The other orders that came with an order: its exits, or the other order of its pair.</summary>
internal static class OrderLegs
{
    /// <summary>The order with its legs as they stand; errors of the cluster are thrown.</summary>
    public static async Task<OrderBody> AddAsync(OrderBody order, IGrainFactory grains)
    {
        if (order.Status == Words.Statuses[Grains.Orders.OrderStatus.Rejected]) return order;
        var legs = new List<OrderBody>();
        foreach (var id in IdsOf(order))
            if (await grains.GetOrderQueries().FindOrder(id) is { } leg)
                legs.Add(OrderBody.From(leg));
        return legs.Count == 0 ? order : order with { Legs = [.. legs] };
    }

    private static IEnumerable<string> IdsOf(OrderBody order)
    {
        if (order.OrderClass == Words.Classes[OrderClass.Simple]) yield break;
        if (!OrderIds.TryParse(order.Id, out var symbol, out var number)) yield break;
        // The order itself takes the profit of a pair.
        if (order.TakeProfit is not null && order.OrderClass != Words.Classes[OrderClass.Oco])
            yield return OrderIds.Format(symbol, OrderIds.TakeProfitOf(number));
        if (order.StopLoss is not null) yield return OrderIds.Format(symbol, OrderIds.StopLossOf(number));
    }
}
