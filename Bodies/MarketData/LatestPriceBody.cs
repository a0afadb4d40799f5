using TradingOps.Grains.MarketData;

namespace TradingOps.Bodies.MarketData;

/// <summary>
/// The newest prices of a symbol. The source is <c>book</c> or the id of a feed; only a feed has a time of receipt, and may be
/// stale.
/// </summary>
internal sealed record LatestPriceBody(
    string Symbol, string Source, decimal? LastPrice, decimal? LastQty, DateTime? LastAt, decimal? Bid, decimal? BidQty,
    decimal? Ask, decimal? AskQty, DateTime? ReceivedAt, bool Stale)
{
    public static LatestPriceBody From(PriceView price) => new(
        price.Symbol, price.Source, price.Last, price.LastSize, price.LastAt?.UtcDateTime, price.Bid, price.BidSize, price.Ask,
        price.AskSize, price.ReceivedAt?.UtcDateTime, price.IsStale);
}
