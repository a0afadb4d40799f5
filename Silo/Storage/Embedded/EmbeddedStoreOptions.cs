using System.ComponentModel.DataAnnotations;
using TradingOps.Silo.Storage.Embedded.Archive;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>Bounds of the embedded store (<c>Storage:Embedded</c>).</summary>
public sealed record EmbeddedStoreOptions
{
    /// <summary>Size at which a segment is closed and the next one begun, in bytes.</summary>
    [Range(4096, 1 << 30)]
    public int SegmentBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Bytes written and synced in one go, at most (one record may be larger).</summary>
    [Range(4096, 1 << 28)]
    public int BatchBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Closed orders in memory, about; the others are in scratch files beside the journal.</summary>
    [Range(1, 1 << 24)]
    public int RecentOrders { get; init; } = 256;

    /// <summary>When closed segments are archived, and where.</summary>
    public RetentionOptions Retention { get; init; } = new();
}
