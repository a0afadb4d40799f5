namespace TradingOps.Grains.MarketData;

/// <summary>A bar in currency and in shares or contracts.</summary>
/// <param name="Start">Begin of its stretch of time.</param>
/// <param name="Open">Price of the first trade.</param>
/// <param name="High">Highest price.</param>
/// <param name="Low">Lowest price.</param>
/// <param name="Close">Price of the last trade.</param>
/// <param name="Volume">Shares or contracts traded.</param>
/// <param name="Count">Number of trades.</param>
/// <param name="Vwap">Volume-weighted average price.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.bar-view")]
public readonly record struct BarView(
    DateTimeOffset Start, decimal Open, decimal High, decimal Low, decimal Close, decimal Volume, long Count, decimal Vwap);
