using TradingOps.Grains.Feeds;

namespace TradingOps.Bodies.Trades;

/// <summary>A trade of the tape that was busted, or has another price from now on.</summary>
internal sealed record TapeRevisionBody(string Id, string Symbol, decimal Price, decimal? NewPrice, DateTime At)
{
    public static TapeRevisionBody From(TradeRevision r) => new(r.TradeId, r.Symbol, r.Price, r.NewPrice, r.At.UtcDateTime);
}
