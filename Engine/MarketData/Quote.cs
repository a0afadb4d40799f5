namespace TradingOps.Engine.MarketData;

/// <summary>
/// The best bid and offer of a market: prices in currency, sizes in shares or contracts. A side without a quote has no price.
/// </summary>
/// <param name="Bid">Best bid.</param>
/// <param name="BidSize">What is shown there; 0 without a bid.</param>
/// <param name="Ask">Best offer.</param>
/// <param name="AskSize">What is shown there; 0 without an offer.</param>
/// <param name="Time">Since when, by the exchange; microseconds since the Unix epoch.</param>
public readonly record struct Quote(decimal? Bid, decimal BidSize, decimal? Ask, decimal AskSize, long Time);
