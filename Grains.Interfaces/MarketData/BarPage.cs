using System.Collections.Immutable;

namespace TradingOps.Grains.MarketData;

/// <summary>Bars, oldest first.</summary>
/// <param name="Bars">The bars.</param>
/// <param name="Next">Start of the next page; null on the last page.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.bar-page")]
public sealed record BarPage(ImmutableArray<BarView> Bars, DateTimeOffset? Next);
