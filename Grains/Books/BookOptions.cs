using System.ComponentModel.DataAnnotations;

namespace TradingOps.Grains.Books;

/// <summary>How markets keep and deliver what happened (<c>Books</c>).</summary>
public sealed record BookOptions
{
    /// <summary>Most price levels a side that a reader gets.</summary>
    public const int MaxDepth = 1000;

    /// <summary>Records of a market between two snapshots; bounds the replay at its start.</summary>
    [Range(1, 10_000_000)]
    public int SnapshotEvery { get; init; } = 20_000;

    /// <summary>How long an account may leave reports unacknowledged before they are delivered again.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan RedeliverEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Reports of one account that a market keeps in memory; beyond, the account reads them from the journal.</summary>
    [Range(1, 1_000_000)]
    public int MaxReportsHeld { get; init; } = 10_000;

    /// <summary>Records that may wait for the journal at one time; beyond, new orders are refused as retryable.</summary>
    [Range(1, 1_000_000)]
    public int MaxPendingRecords { get; init; } = 10_000;

    /// <summary>Reports in one delivery.</summary>
    [Range(1, 10_000)]
    public int MaxReportsDelivered { get; init; } = 500;
}
