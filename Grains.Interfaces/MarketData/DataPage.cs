namespace TradingOps.Grains.MarketData;

/// <summary>The market data of a symbol as they stand, for a reader that follows them.</summary>
/// <param name="Version">Grows with each change; means something to the present activation only.</param>
/// <param name="Price">The prices.</param>
/// <param name="Bar">The newest minute with a trade; null without one.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.data-page")]
public sealed record DataPage(long Version, PriceView Price, BarView? Bar);
