using TradingOps.Bodies.Orders;
using TradingOps.Grains.Feeds;

namespace TradingOps.Bodies.Trades;

/// <summary>A trade in its short form; <c>ts</c> is in milliseconds since the Unix epoch.</summary>
internal sealed record TickBody(string Symbol, decimal Price, decimal Qty, string Side, long Ts)
{
    public static TickBody From(OrderChange taken) => new(
        taken.Symbol, taken.Price ?? 0, taken.Quantity, Words.Sides[taken.Side], taken.At.ToUnixTimeMilliseconds());
}
