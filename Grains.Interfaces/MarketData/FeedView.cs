namespace TradingOps.Grains.MarketData;

/// <summary>A feed, and how far it is.</summary>
/// <param name="Entry">As it is stored.</param>
/// <param name="Progress">How far it is.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.feed-view")]
public sealed record FeedView(FeedEntry Entry, FeedProgress Progress);
