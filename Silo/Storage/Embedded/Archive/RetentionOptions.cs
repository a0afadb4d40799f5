using System.ComponentModel.DataAnnotations;

namespace TradingOps.Silo.Storage.Embedded.Archive;

/// <summary>When closed segments leave the data folder, and where they go (<c>Storage:Embedded:Retention</c>).</summary>
public sealed record RetentionOptions
{
    /// <summary>How long ago a closed segment was written to last when it is archived; null for never.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "36500.00:00:00")]
    public TimeSpan? Age { get; init; }

    /// <summary>The folder of the archived segments; null for <c>archive</c> in the data folder.</summary>
    public string? Archive { get; init; }
}
