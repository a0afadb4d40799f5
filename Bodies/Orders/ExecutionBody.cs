using TradingOps.Grains.Orders;

namespace TradingOps.Bodies.Orders;

/// <summary>What traded of an order.</summary>
internal sealed record ExecutionBody(decimal AvgPrice, decimal FilledQty, string Destination, FillBody[] Fills)
{
    public static ExecutionBody From(OrderView order) => new(
        Rounding.Price(order.AveragePrice), order.FilledQuantity, order.Destination,
        [.. order.Fills.Select(
            f => new FillBody(f.TradeId, f.Price, f.Quantity, Words.Liquidities[f.Liquidity], f.At.UtcDateTime))]);
}
