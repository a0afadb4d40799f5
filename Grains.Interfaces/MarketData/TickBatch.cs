using System.Collections.Immutable;

namespace TradingOps.Grains.MarketData;

/// <summary>What a feed reports of one symbol, in order.</summary>
/// <param name="Feed">Id of the feed.</param>
/// <param name="Run">Which run of it: places of one run have nothing to do with those of another.</param>
/// <param name="Ticks">The ticks; at least one.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.tick-batch")]
public sealed record TickBatch(string Feed, int Run, ImmutableArray<Tick> Ticks);
