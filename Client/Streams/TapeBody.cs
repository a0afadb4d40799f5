using TradingOps.Client.Orders;
using TradingOps.Grains.Feeds;

namespace TradingOps.Client.Streams;

/// <summary>A trade as every reader sees it; side is the taker's.</summary>
internal sealed record TapeBody(string Id, string Symbol, string Side, decimal Qty, decimal Price, DateTime At)
{
    public static TapeBody From(OrderChange taken) => new(
        taken.TradeId!, taken.Symbol, Words.Sides[taken.Side], taken.Quantity, taken.Price ?? 0, taken.At.UtcDateTime);
}
