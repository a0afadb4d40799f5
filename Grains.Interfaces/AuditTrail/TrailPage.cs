using System.Collections.Immutable;

namespace TradingOps.Grains.AuditTrail;

/// <summary>A page of the audit trail.</summary>
/// <param name="Entries">What happened, oldest first.</param>
/// <param name="Next">Where the next page begins; null after the last one.</param>
/// <param name="IsUnknown">Whether <see cref="TrailFilter.After"/> is no position in this part of the trail.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.trail-page")]
public sealed record TrailPage(ImmutableArray<TrailEntry> Entries, TrailPosition? Next, bool IsUnknown = false)
{
    /// <summary>The page behind a position that no page had.</summary>
    public static TrailPage Unknown { get; } = new([], null, IsUnknown: true);
}
