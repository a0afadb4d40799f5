namespace TradingOps.Engine.Breakers;

/// <summary>
/// The breaker of the firm. It says where it would go; the caller stores that, and <see cref="Apply"/> makes it so.
/// </summary>
public sealed class FirmBreaker(FirmBreakerLimits limits, ProbationLimits probation) : ICircuitBreaker
{
    private FirmFigures _figures;

    /// <inheritdoc/>
    public BreakerStatus Status { get; private set; } = new();

    /// <inheritdoc/>
    public void Apply(BreakerStatus status) => Status = status;

    /// <summary>Looks at the firm and the time. Called again after a change until nothing changes any more.</summary>
    public BreakerStatus? Evaluate(in FirmFigures figures, long now)
    {
        _figures = figures;
        return LookAtIndex(figures, now) ?? LookAtLoss(figures, now) ?? BreakerRules.Tick(Status, probation, now);
    }

    /// <summary>Resets by hand, and accepts the loss as it stands.</summary>
    public BreakerStatus? Reset(string reason, string who, long now, out BreakerRefusal refusal) =>
        Accept(BreakerRules.Reset(Status, probation, reason, who, now, out refusal));

    /// <inheritdoc/>
    public BreakerStatus? Approve(bool needsTwo, string reason, string who, long now, out BreakerRefusal refusal) =>
        Accept(BreakerRules.Approve(Status, probation, needsTwo, reason, who, now, out refusal));

    private BreakerStatus? Accept(BreakerStatus? next) => next is not { State: BreakerState.HalfOpen }
        ? next
        : next with { AcceptedLoss = _figures.DailyLoss ?? 0, AcceptedOn = _figures.Day };

    private BreakerStatus? LookAtIndex(in FirmFigures figures, long now)
    {
        if (figures.IndexFall is not { } fall) return null;
        var steps = fall >= limits.ThirdIndexFall ? 3
            : fall >= limits.SecondIndexFall ? 2
            : fall >= limits.FirstIndexFall ? 1
            : 0;
        // Each step stops the firm once a day: the index may stay where it is when trading goes on.
        if (steps <= (Status.Day == figures.Day ? Status.IndexSteps : 0)) return null;
        var threshold = steps == 3 ? limits.ThirdIndexFall : steps == 2 ? limits.SecondIndexFall : limits.FirstIndexFall;
        var trip = new BreakerTrip(BreakerState.Open, BreakerCause.IndexMove, RestingOrders.CancelAll, fall, threshold,
            limits.IndexCooldown, NeedsPerson: steps == 3);
        var next = BreakerRules.Trip(Status, trip, figures.Day, now) ?? Prolonged(steps, trip, now);
        return next is null ? null : next with { IndexSteps = steps };
    }

    // A second fall while the first one's time runs restarts that time.
    private BreakerStatus? Prolonged(int steps, in BreakerTrip trip, long now) =>
        Status is { State: BreakerState.Open, NeedsPerson: false }
        ? Status with
        {
            Sequence = Status.Sequence + 1,
            At = now,
            Value = trip.Value,
            Threshold = trip.Threshold,
            IndexSteps = steps,
            Until = now + BreakerRules.Microseconds(trip.Cooldown),
        }
        : null;

    private BreakerStatus? LookAtLoss(in FirmFigures figures, long now)
    {
        var limit = Status.AcceptedOn == figures.Day
            ? Math.Max(limits.MaxDailyLoss, Status.AcceptedLoss + probation.Share * limits.MaxDailyLoss)
            : limits.MaxDailyLoss;
        return figures.DailyLoss is not { } loss || loss < limit
            ? null
            : BreakerRules.Trip(Status,
                new(BreakerState.ReduceOnly, BreakerCause.DailyLoss, RestingOrders.CancelIncreasing, loss, limit, TimeSpan.Zero,
                    NeedsPerson: true),
                figures.Day, now);
    }
}
