namespace TradingOps.Engine.Breakers;

/// <summary>
/// Where a breaker stands: all that has to survive a restart, and what its last change says of itself. Times are microseconds
/// since the Unix epoch.
/// </summary>
public sealed record BreakerStatus
{
    /// <summary>The state.</summary>
    public BreakerState State { get; init; }

    /// <summary>Number of changes so far.</summary>
    public long Sequence { get; init; }

    /// <summary>When it last changed.</summary>
    public long At { get; init; }

    /// <summary>What moved it.</summary>
    public BreakerCause Cause { get; init; }

    /// <summary>Why, for a person.</summary>
    public string? Reason { get; init; }

    /// <summary>Who moved it: a person, or <see cref="BreakerRules.System"/>.</summary>
    public string? Who { get; init; }

    /// <summary>What was measured.</summary>
    public decimal? Value { get; init; }

    /// <summary>The limit that it was measured against.</summary>
    public decimal? Threshold { get; init; }

    /// <summary>What becomes of resting orders.</summary>
    public RestingOrders Resting { get; init; }

    /// <summary>When it may leave the state at the earliest; null where no time is set.</summary>
    public long? Until { get; init; }

    /// <summary>Open until a person resets it; otherwise a rule closes it.</summary>
    public bool NeedsPerson { get; init; }

    /// <summary>How long the last opening lasted at least; a breach of probation doubles it.</summary>
    public TimeSpan Cooldown { get; init; }

    /// <summary>Reduce-only interrupted a probation, which restarts when it ends.</summary>
    public bool InterruptsProbation { get; init; }

    /// <summary>The trading day of the last trip.</summary>
    public DateOnly Day { get; init; }

    /// <summary>Trips by refused orders on <see cref="Day"/>.</summary>
    public int RejectTrips { get; init; }

    /// <summary>Steps of the index's fall that have tripped it on <see cref="Day"/>.</summary>
    public int IndexSteps { get; init; }

    /// <summary>Daily loss that the last reset accepted, for <see cref="AcceptedOn"/>.</summary>
    public decimal AcceptedLoss { get; init; }

    /// <summary>The trading day of <see cref="AcceptedLoss"/>.</summary>
    public DateOnly AcceptedOn { get; init; }

    /// <summary>Drawdown that the last reset accepted, as long as the high-water mark is <see cref="AcceptedBelow"/>.</summary>
    public decimal AcceptedDrawdown { get; init; }

    /// <summary>High-water mark of <see cref="AcceptedDrawdown"/>.</summary>
    public decimal AcceptedBelow { get; init; }

    /// <summary>The person who requested its reset; another one has to approve.</summary>
    public string? ResetAskedBy { get; init; }
}
