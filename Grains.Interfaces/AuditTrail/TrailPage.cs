using System.Collections.Immutable;

namespace TradingOps.Grains.AuditTrail;

/// <summary>A page of the audit trail.</summary>
/// <param name="Entries">What happened, oldest first.</param>
/// <param name="Next">Where the next page begins; null after the last one.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.trail-page")]
public sealed record TrailPage(ImmutableArray<TrailEntry> Entries, TrailPosition? Next);
