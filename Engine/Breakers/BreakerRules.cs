namespace TradingOps.Engine.Breakers;

/// <summary>
/// The steps that all breakers share. Each returns where the breaker would stand, or null where nothing changes; the caller
/// stores that before it takes effect. Times are microseconds since the Unix epoch.
/// </summary>
public static class BreakerRules
{
    /// <summary>The person of a change that a rule makes.</summary>
    public const string System = "system";

    /// <summary>The longest cooldown that breaches of probation double up to.</summary>
    public static readonly TimeSpan LongestCooldown = TimeSpan.FromHours(1);

    /// <summary>What a breach of probation doubles where the opening before had no cooldown of its own.</summary>
    public static readonly TimeSpan FirstCooldown = TimeSpan.FromMinutes(1);

    /// <summary>Trips by hand. Resting orders stay: who wants them gone kills it, or cancels them.</summary>
    public static BreakerStatus? Trip(BreakerStatus status, string reason, string who, long now)
    {
        if (status is { State: BreakerState.Open, NeedsPerson: true } or { State: BreakerState.Isolated }) return null;
        return Step(status, BreakerState.Open, BreakerCause.Manual, now) with
        {
            Reason = reason,
            Who = who,
            NeedsPerson = true,
        };
    }

    /// <summary>Lets only orders pass that reduce, by hand, and cancels what increases exposure.</summary>
    public static BreakerStatus? TripToReduce(BreakerStatus status, string reason, string who, long now)
    {
        var isStopped = status.State > BreakerState.ReduceOnly || status is { State: BreakerState.ReduceOnly, NeedsPerson: true };
        if (isStopped) return null;
        return Step(status, BreakerState.ReduceOnly, BreakerCause.Manual, now) with
        {
            Reason = reason,
            Who = who,
            Resting = RestingOrders.CancelIncreasing,
            NeedsPerson = true,
        };
    }

    /// <summary>Kills by hand: only two people can reset it.</summary>
    public static BreakerStatus? Kill(BreakerStatus status, string reason, string who, long now) =>
        status.State == BreakerState.Isolated
        ? null
        : Step(status, BreakerState.Isolated, BreakerCause.Kill, now) with
        {
            Reason = reason,
            Who = who,
            Resting = RestingOrders.CancelAll,
            NeedsPerson = true,
        };

    /// <summary>
    /// Resets by hand: to probation, or, where it was killed, to waiting for a second person. A refusal says why not.
    /// </summary>
    public static BreakerStatus? Reset(
        BreakerStatus status, ProbationLimits probation, string reason, string who, long now, out BreakerRefusal refusal)
    {
        refusal = status.Until > now && status.State is BreakerState.Open ? BreakerRefusal.CoolingDown : BreakerRefusal.None;
        if (refusal != BreakerRefusal.None || status.State is <= BreakerState.HalfOpen or BreakerState.Unknown) return null;
        if (status.State == BreakerState.Isolated)
            return status.ResetAskedBy == who
                ? null
                : Step(status, BreakerState.Isolated, BreakerCause.ResetAsked, now) with
                {
                    Reason = reason,
                    Who = who,
                    Resting = status.Resting,
                    NeedsPerson = true,
                    ResetAskedBy = who,
                };
        return Probation(status, probation, BreakerCause.Reset, now) with { Reason = reason, Who = who };
    }

    /// <summary>Approves the reset of a killed breaker that another person requested.</summary>
    public static BreakerStatus? Approve(
        BreakerStatus status, ProbationLimits probation, bool needsTwo, string reason, string who, long now,
        out BreakerRefusal refusal)
    {
        refusal = status.ResetAskedBy is null ? BreakerRefusal.NothingAsked
            : needsTwo && status.ResetAskedBy == who ? BreakerRefusal.SecondPersonRequired
            : BreakerRefusal.None;
        return refusal != BreakerRefusal.None
            ? null
            : Probation(status, probation, BreakerCause.Reset, now) with { Reason = reason, Who = who };
    }

    /// <summary>What the passing of time alone does: a cooldown ends, a probation is passed.</summary>
    public static BreakerStatus? Tick(BreakerStatus status, ProbationLimits probation, long now)
    {
        if (status.Until is not { } until || until > now) return null;
        return status.State switch
        {
            BreakerState.Open when !status.NeedsPerson => Probation(status, probation, BreakerCause.CooledDown, now),
            BreakerState.HalfOpen => Close(status, BreakerCause.ProbationPassed, now),
            _ => null,
        };
    }

    /// <summary>What a trigger does: a worse state than the present one, and in probation a breach.</summary>
    internal static BreakerStatus? Trip(BreakerStatus status, in BreakerTrip trip, DateOnly day, long now)
    {
        var isStale = trip.Cause == BreakerCause.StaleMark;
        var onProbation = status.State == BreakerState.HalfOpen || status.InterruptsProbation;
        if (onProbation && !isStale) return Breach(status, trip, day, now);
        if (Weight(trip) <= Weight(status)) return null;
        return Step(status, trip, day, now) with
        {
            Cooldown = trip.Cooldown,
            Until = trip.Cooldown > TimeSpan.Zero ? now + Microseconds(trip.Cooldown) : null,
            NeedsPerson = trip.NeedsPerson,
            InterruptsProbation = onProbation,
        };
    }

    internal static BreakerStatus Close(BreakerStatus status, BreakerCause cause, long now) =>
        Step(status, BreakerState.Closed, cause, now) with { Cooldown = TimeSpan.Zero, NeedsPerson = false };

    internal static BreakerStatus Probation(BreakerStatus status, ProbationLimits probation, BreakerCause cause, long now) =>
        Step(status, BreakerState.HalfOpen, cause, now) with { Until = now + Microseconds(probation.Lasts) };

    internal static long Microseconds(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMicrosecond;

    private static BreakerStatus Breach(BreakerStatus status, in BreakerTrip trip, DateOnly day, long now)
    {
        var before = Max(status.Cooldown, trip.Cooldown);
        if (before == TimeSpan.Zero) before = FirstCooldown;
        var cooldown = before * 2 < LongestCooldown ? before * 2 : LongestCooldown;
        return Step(status, trip, day, now) with
        {
            State = BreakerState.Open,
            Cooldown = cooldown,
            Until = now + Microseconds(cooldown),
            NeedsPerson = status.NeedsPerson || trip.NeedsPerson,
        };
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static BreakerStatus Step(BreakerStatus status, in BreakerTrip trip, DateOnly day, long now) =>
        Step(status, trip.State, trip.Cause, now) with
        {
            Resting = trip.Resting,
            Value = trip.Value,
            Threshold = trip.Threshold,
            Day = day,
            RejectTrips = day == status.Day ? status.RejectTrips : 0,
            IndexSteps = day == status.Day ? status.IndexSteps : 0,
        };

    private static BreakerStatus Step(BreakerStatus status, BreakerState state, BreakerCause cause, long now) => status with
    {
        State = state,
        Cause = cause,
        Sequence = status.Sequence + 1,
        At = now,
        Who = System,
        Reason = null,
        Value = null,
        Threshold = null,
        Resting = RestingOrders.Keep,
        Until = null,
        InterruptsProbation = false,
        ResetAskedBy = null,
    };

    // Two triggers may ask for the same state: the one that is harder to leave, or that cancels more, goes over the other.
    private static int Weight(in BreakerTrip trip) => Weight(trip.State, trip.NeedsPerson, trip.Resting);

    private static int Weight(BreakerStatus status) =>
        Weight(status.State, status.State >= BreakerState.ReduceOnly && status.NeedsPerson, status.Resting);

    private static int Weight(BreakerState state, bool needsPerson, RestingOrders resting) =>
        ((int)state << 3) | (needsPerson ? 4 : 0) | (int)resting;
}
