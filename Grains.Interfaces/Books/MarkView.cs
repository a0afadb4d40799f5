namespace TradingOps.Grains.Books;

/// <summary>What a market last said of its prices, in currency; null where there is none.</summary>
/// <param name="Bid">Best bid.</param>
/// <param name="Ask">Best ask.</param>
/// <param name="Last">Last trade.</param>
/// <param name="LastClose">Last trade before the session last closed.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.mark-view")]
public readonly record struct MarkView(decimal? Bid, decimal? Ask, decimal? Last, decimal? LastClose);
