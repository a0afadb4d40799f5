using TradingOps.Bodies.Orders;
using TradingOps.Engine.Books;
using TradingOps.Engine.Markets;
using TradingOps.Grains;
using TradingOps.Grains.Orders;

namespace TradingOps.Client.Orders;

/// <summary>The other orders that came with an order: its exits, or the other order of its pair.</summary>
internal static class OrderLegs
{
    /// <summary>The legs of an order as they stand; null if it has none. Errors of the cluster are thrown.</summary>
    public static async Task<OrderBody[]?> ReadAsync(OrderView order, IGrainFactory grains)
    {
        if (order.Request.Instructions.Class == OrderClass.Simple || order.Status == OrderStatus.Rejected) return null;
        var legs = new List<OrderBody>();
        foreach (var id in IdsOf(order))
            if (await grains.GetOrderQueries().FindOrder(id) is { } leg)
                legs.Add(OrderBody.From(leg));
        return legs.Count == 0 ? null : [.. legs];
    }

    private static IEnumerable<string> IdsOf(OrderView order)
    {
        if (!OrderIds.TryParse(order.Id, out var symbol, out var number)) yield break;
        if (order.Request.TakeProfitPrice is not null) yield return OrderIds.Format(symbol, OrderIds.TakeProfitOf(number));
        if (order.Request.StopLossPrice is not null) yield return OrderIds.Format(symbol, OrderIds.StopLossOf(number));
    }
}
