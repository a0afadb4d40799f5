namespace TradingOps.Engine.Breakers;

/// <summary>
/// The breaker of a desk, which people trip: it says where it would go; the caller stores that, and <see cref="Apply"/> makes it
/// so.
/// </summary>
public sealed class DeskBreaker(ProbationLimits probation) : ICircuitBreaker
{
    /// <inheritdoc/>
    public BreakerStatus Status { get; private set; } = new();

    /// <inheritdoc/>
    public void Apply(BreakerStatus status) => Status = status;

    /// <summary>Looks at the time: probation ends. Called again after a change until nothing changes any more.</summary>
    /// <param name="now">Microseconds since the Unix epoch.</param>
    public BreakerStatus? Evaluate(long now) => BreakerRules.Tick(Status, probation, now);

    /// <inheritdoc/>
    public BreakerStatus? Reset(string reason, string who, long now, out BreakerRefusal refusal) =>
        BreakerRules.Reset(Status, probation, reason, who, now, out refusal);

    /// <inheritdoc/>
    public BreakerStatus? Approve(bool needsTwo, string reason, string who, long now, out BreakerRefusal refusal) =>
        BreakerRules.Approve(Status, probation, needsTwo, reason, who, now, out refusal);
}
