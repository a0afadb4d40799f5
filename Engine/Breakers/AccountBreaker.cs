namespace TradingOps.Engine.Breakers;

/// <summary>
/// The breaker of one account. It says where it would go; the caller stores that, and <see cref="Apply"/> makes it so. What it
/// counts by the second is not stored: after a restart it counts anew.
/// </summary>
public sealed class AccountBreaker(AccountBreakerLimits limits, ProbationLimits probation)
{
    private static readonly TimeSpan RateWindow = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RejectWindow = TimeSpan.FromSeconds(10);

    private readonly SlidingCount _orders = new(RateWindow);
    private readonly SlidingCount _outcomes = new(RejectWindow);
    private readonly SlidingCount _rejects = new(RejectWindow);
    private AccountBreakerLimits _limits = limits;
    private AccountFigures _figures;
    private long? _recoveredSince;

    /// <summary>Where it stands.</summary>
    public BreakerStatus Status { get; private set; } = new();

    /// <summary>Takes a change that is stored.</summary>
    public void Apply(BreakerStatus status)
    {
        if (status.State != Status.State) _recoveredSince = null;
        Status = status;
    }

    /// <summary>Changes what trips it, from the next look on.</summary>
    public void SetLimits(AccountBreakerLimits limits) => _limits = limits;

    /// <summary>Counts an order that is about to be checked; where there are too many, where the breaker goes.</summary>
    public BreakerStatus? CountOrder(long now)
    {
        _orders.Add(now);
        var count = _orders.CountAt(now);
        return count <= _limits.MaxOrdersPerSecond
            ? null
            : BreakerRules.Trip(Status,
                new(BreakerState.Open, BreakerCause.OrderRate, RestingOrders.Keep, count, _limits.MaxOrdersPerSecond,
                    _limits.OrderRateCooldown, NeedsPerson: false),
                _figures.Day, now);
    }

    /// <summary>Counts what became of an order that the breakers let pass; where too many were refused, where it goes.</summary>
    public BreakerStatus? CountOutcome(bool isRejected, long now)
    {
        _outcomes.Add(now);
        if (!isRejected) return null;
        _rejects.Add(now);
        var (rejects, outcomes) = (_rejects.CountAt(now), _outcomes.CountAt(now));
        if (rejects < _limits.MinRejects || rejects < _limits.RejectShare * outcomes) return null;
        var trips = Status.Day == _figures.Day ? Status.RejectTrips + 1 : 1;
        var next = BreakerRules.Trip(Status,
            new(BreakerState.Open, BreakerCause.RejectRatio, RestingOrders.CancelAll, (decimal)rejects / outcomes,
                _limits.RejectShare, _limits.RejectCooldown, NeedsPerson: trips >= _limits.MaxRejectTrips),
            _figures.Day, now);
        if (next is null) return null;
        _outcomes.Clear();
        _rejects.Clear();
        return next with { RejectTrips = trips };
    }

    /// <summary>An order that is more than probation allows: the breaker opens again, for twice as long.</summary>
    public BreakerStatus? BreachProbation(decimal value, decimal threshold, long now) =>
        Status.State != BreakerState.HalfOpen
        ? null
        : BreakerRules.Trip(Status,
            new(BreakerState.Open, BreakerCause.Probation, RestingOrders.CancelAll, value, threshold, TimeSpan.Zero,
                NeedsPerson: false),
            _figures.Day, now);

    /// <summary>Looks at the account and the time. Called again after a change until nothing changes any more.</summary>
    public BreakerStatus? Look(in AccountFigures figures, long now)
    {
        _figures = figures;
        return Trip(figures, now) ?? Recover(figures, now) ?? BreakerRules.Tick(Status, probation, now);
    }

    /// <summary>Resets by hand, and accepts the loss as it stands: what is lost from here on counts against a tenth.</summary>
    public BreakerStatus? Reset(string reason, string who, long now, out BreakerRefusal refusal) =>
        Accept(BreakerRules.Reset(Status, probation, reason, who, now, out refusal));

    /// <summary>Approves the reset of a killed breaker.</summary>
    public BreakerStatus? Approve(bool needsTwo, string reason, string who, long now, out BreakerRefusal refusal) =>
        Accept(BreakerRules.Approve(Status, probation, needsTwo, reason, who, now, out refusal));

    private BreakerStatus? Accept(BreakerStatus? next) => next is not { State: BreakerState.HalfOpen }
        ? next
        : next with
        {
            AcceptedLoss = _figures.DailyLoss,
            AcceptedOn = _figures.Day,
            AcceptedDrawdown = _figures.Drawdown,
            AcceptedBelow = _figures.HighWaterMark,
        };

    private BreakerStatus? Trip(in AccountFigures figures, long now)
    {
        var hard = LossLimit(_limits.HardDailyLoss, figures);
        var drawdown = DrawdownLimit(figures);
        if (figures.DailyLoss >= hard)
            return Open(BreakerCause.DailyLoss, figures.DailyLoss, hard, figures.Day, now);
        if (figures.Drawdown >= drawdown)
            return Open(BreakerCause.Drawdown, figures.Drawdown, drawdown, figures.Day, now);
        var soft = LossLimit(_limits.SoftDailyLoss, figures);
        var next = figures.DailyLoss < soft
            ? null
            : BreakerRules.Trip(Status,
                new(BreakerState.ReduceOnly, BreakerCause.DailyLossSoft, RestingOrders.CancelIncreasing, figures.DailyLoss, soft,
                    TimeSpan.Zero, NeedsPerson: false),
                figures.Day, now);
        if (next is not null || !figures.IsStale) return next;
        return BreakerRules.Trip(Status,
            new(BreakerState.ReduceOnly, BreakerCause.StaleMark, RestingOrders.Keep, 1, 0, TimeSpan.Zero, NeedsPerson: false),
            figures.Day, now);
    }

    private BreakerStatus? Open(BreakerCause cause, decimal value, decimal threshold, DateOnly day, long now) =>
        BreakerRules.Trip(Status,
            new(BreakerState.Open, cause, RestingOrders.CancelAll, value, threshold, TimeSpan.Zero, NeedsPerson: true), day, now);

    private BreakerStatus? Recover(in AccountFigures figures, long now)
    {
        if (Status.State != BreakerState.ReduceOnly) return null;
        if (Status.Cause == BreakerCause.StaleMark) return figures.IsStale ? null : Leave(BreakerCause.Recovered, now);
        if (figures.Day > Status.Day) return Leave(BreakerCause.NewDay, now);
        if (figures.DailyLoss >= _limits.RecoveryShare * _limits.SoftDailyLoss)
        {
            _recoveredSince = null;
            return null;
        }
        _recoveredSince ??= now;
        return now - _recoveredSince >= BreakerRules.Microseconds(_limits.RecoversAfter)
            ? Leave(BreakerCause.Recovered, now)
            : null;
    }

    private BreakerStatus Leave(BreakerCause cause, long now) => Status.InterruptsProbation
        ? BreakerRules.Probation(Status, probation, cause, now)
        : BreakerRules.Close(Status, cause, now);

    // A reset accepts what was lost: else it would trip again at once.
    private decimal LossLimit(decimal limit, in AccountFigures figures) => Status.AcceptedOn == figures.Day
        ? Math.Max(limit, Status.AcceptedLoss + probation.Share * _limits.HardDailyLoss)
        : limit;

    private decimal DrawdownLimit(in AccountFigures figures) =>
        Status.AcceptedDrawdown > 0 && Status.AcceptedBelow == figures.HighWaterMark
        ? Math.Max(_limits.MaxDrawdown, Status.AcceptedDrawdown + probation.Share * _limits.MaxDrawdown)
        : _limits.MaxDrawdown;
}
