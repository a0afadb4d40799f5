using System.Collections.Immutable;

namespace TradingOps.Grains.Instruments;

/// <summary>What changed in the catalogue, in order.</summary>
/// <param name="Changes">The changes as they are stored.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.catalogue-changes")]
public sealed record CatalogueChanges(ImmutableArray<byte[]> Changes);
