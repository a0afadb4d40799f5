using TradingOps.Bodies.Orders;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Feeds;

namespace TradingOps.Bodies.Trades;

/// <summary>A trade as every reader sees it; side is the taker's, in an auction buy.</summary>
internal sealed record TapeBody(string Id, string Symbol, string Side, decimal Qty, decimal Price, bool Auction, DateTime At)
{
    public static TapeBody From(OrderChange taken) => new(
        taken.TradeId!, taken.Symbol, Words.Sides[taken.Side], taken.Quantity, taken.Price ?? 0,
        taken.Liquidity == Liquidity.Auction, taken.At.UtcDateTime);
}
