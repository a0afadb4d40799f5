namespace TradingOps.Grains.Feeds;

/// <summary>A trade that two people agreed to undo, or to give another price.</summary>
/// <param name="Sequence">Sequence of the record that says so, of the market.</param>
/// <param name="TradeId">The trade.</param>
/// <param name="Symbol">Its instrument.</param>
/// <param name="Price">The price that stood until then, in currency.</param>
/// <param name="NewPrice">The price from then on; null where the trade is undone.</param>
/// <param name="At">When.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.trade-revision")]
public sealed record TradeRevision(
    long Sequence, string TradeId, string Symbol, decimal Price, decimal? NewPrice, DateTimeOffset At);
