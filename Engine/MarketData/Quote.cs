namespace TradingOps.Engine.MarketData;

/// <summary>The best bid and offer of a market, in currency and in shares or contracts; null where there is none.</summary>
/// <param name="Bid">Best bid.</param>
/// <param name="BidSize">What is shown there; 0 without a bid.</param>
/// <param name="Ask">Best offer.</param>
/// <param name="AskSize">What is shown there; 0 without an offer.</param>
/// <param name="Time">Since when, by the exchange; microseconds since the Unix epoch.</param>
public readonly record struct Quote(decimal? Bid, decimal BidSize, decimal? Ask, decimal AskSize, long Time);
