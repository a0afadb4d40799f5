namespace TradingOps.Grains.MarketData;

/// <summary>
/// A trade or a quote of a feed, in currency and in shares or contracts. A quote has no price; a side without a quote is null.
/// </summary>
/// <param name="Place">
/// Its place in the recording or topic, which grows from tick to tick of a symbol; 0 for a tick without one, which counts as
/// often as it is sent.
/// </param>
/// <param name="At">By the exchange, microseconds since the Unix epoch.</param>
/// <param name="Price">Price of a trade; null for a quote.</param>
/// <param name="Quantity">What was traded.</param>
/// <param name="Bid">Best bid.</param>
/// <param name="BidSize">What is shown there.</param>
/// <param name="Ask">Best offer.</param>
/// <param name="AskSize">What is shown there.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.tick")]
public readonly record struct Tick(
    long Place, long At, decimal? Price, decimal Quantity, decimal? Bid = null, decimal BidSize = 0, decimal? Ask = null,
    decimal AskSize = 0);
