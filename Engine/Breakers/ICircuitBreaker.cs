namespace TradingOps.Engine.Breakers;

/// <summary>
/// A breaker of any scope. It says where it would go; the caller stores that, and <see cref="Apply"/> makes it so. Times are
/// microseconds since the Unix epoch.
/// </summary>
public interface ICircuitBreaker
{
    /// <summary>Where it stands.</summary>
    BreakerStatus Status { get; }

    /// <summary>Takes a change that is stored.</summary>
    void Apply(BreakerStatus status);

    /// <summary>Resets by hand (<see cref="BreakerRules.Reset"/>).</summary>
    BreakerStatus? Reset(string reason, string who, long now, out BreakerRefusal refusal);

    /// <summary>Approves the reset of a killed breaker (<see cref="BreakerRules.Approve"/>).</summary>
    BreakerStatus? Approve(bool needsTwo, string reason, string who, long now, out BreakerRefusal refusal);
}
