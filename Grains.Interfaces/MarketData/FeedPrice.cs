namespace TradingOps.Grains.MarketData;

/// <summary>The prices of a feed, which a market's positions are valued at in place of its own.</summary>
/// <param name="Bid">Best bid, in currency; null without one.</param>
/// <param name="BidSize">What is shown there, in shares or contracts.</param>
/// <param name="Ask">Best offer.</param>
/// <param name="AskSize">What is shown there.</param>
/// <param name="Last">Last trade, in currency; null without one.</param>
/// <param name="ReceivedAt">When the feed was last heard of, microseconds since the Unix epoch; 0 if it was not.</param>
/// <param name="StaleAt">From when on the prices are stale, if nothing more is heard.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.feed-price")]
public sealed record FeedPrice(
    decimal? Bid, decimal BidSize, decimal? Ask, decimal AskSize, decimal? Last, long ReceivedAt,
    long StaleAt);
