namespace TradingOps.Engine.Breakers;

/// <summary>
/// The breaker of one account. It says where it would go; the caller stores that, and <see cref="Apply"/> makes it so. What it
/// counts by the second is not stored: after a restart it starts from zero.
/// </summary>
public sealed class AccountBreaker(AccountBreakerLimits limits, ProbationLimits probation) : ICircuitBreaker
{
    private static readonly TimeSpan RejectWindow = TimeSpan.FromSeconds(10);

    private readonly SlidingCount _outcomes = new(RejectWindow);
    private readonly SlidingCount _rejects = new(RejectWindow);
    private AccountBreakerLimits _limits = limits;
    private AccountFigures _figures;
    private long? _recoveredSince;
    private int? _exceededRate;
    private (decimal Value, decimal Threshold)? _breach;

    /// <summary>Whether something was counted since the last look that may move it, whatever the figures are.</summary>
    public bool HasCounted { get; private set; }

    /// <inheritdoc/>
    public BreakerStatus Status { get; private set; } = new();

    /// <inheritdoc/>
    public void Apply(BreakerStatus status)
    {
        if (status.State != Status.State) (_recoveredSince, _breach) = (null, null);
        if (status.Cause == BreakerCause.OrderRate) _exceededRate = null;
        if (status.Cause == BreakerCause.RejectRatio && status.Sequence != Status.Sequence)
        {
            // What tripped it once does not trip it again.
            _outcomes.Clear();
            _rejects.Clear();
        }
        Status = status;
    }

    /// <summary>Changes what trips it, from the next look on.</summary>
    public void SetLimits(AccountBreakerLimits limits) => _limits = limits;

    /// <summary>An order was refused because too many came before it in too short a time.</summary>
    /// <param name="limit">Orders that were not too many.</param>
    public void ExceedRate(int limit) => (_exceededRate, HasCounted) = (limit, true);

    /// <summary>Counts what became of an order that the breakers let pass.</summary>
    public void CountOutcome(bool isRejected, long now)
    {
        _outcomes.Add(now);
        if (!isRejected) return;
        _rejects.Add(now);
        HasCounted = true;
    }

    /// <summary>An order was refused that is more than probation allows: with the next look the breaker opens again.</summary>
    public void BreachProbation(decimal value, decimal threshold) => (_breach, HasCounted) = ((value, threshold), true);

    /// <summary>Looks at the account and the time. Called again after a change until nothing changes any more.</summary>
    public BreakerStatus? Evaluate(in AccountFigures figures, long now)
    {
        (_figures, HasCounted) = (figures, false);
        return Trip(figures, now) ?? Recover(figures, now) ?? BreakerRules.Tick(Status, probation, now);
    }

    /// <summary>Resets by hand, and accepts the loss as it stands: what is lost from here on counts against a tenth.</summary>
    public BreakerStatus? Reset(string reason, string who, long now, out BreakerRefusal refusal) =>
        Accept(BreakerRules.Reset(Status, probation, reason, who, now, out refusal));

    /// <inheritdoc/>
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
        if (figures.IsConfirmed && figures.DailyLoss >= hard)
            return Open(BreakerCause.DailyLoss, figures.DailyLoss, hard, figures.Day, now);
        if (figures.IsConfirmed && figures.Drawdown >= drawdown)
            return Open(BreakerCause.Drawdown, figures.Drawdown, drawdown, figures.Day, now);
        return TripByBreach(figures.Day, now) ?? TripByRejects(figures.Day, now) ?? TripByRate(figures.Day, now)
            ?? TripToReduce(figures, now);
    }

    private BreakerStatus? TripByBreach(DateOnly day, long now)
    {
        if (Status.State != BreakerState.HalfOpen) _breach = null;
        return _breach is not { } breach
            ? null
            : BreakerRules.Trip(Status,
                new(BreakerState.Open, BreakerCause.Probation, RestingOrders.CancelAll, breach.Value, breach.Threshold,
                    TimeSpan.Zero, NeedsPerson: false),
                day, now);
    }

    private BreakerStatus? TripByRejects(DateOnly day, long now)
    {
        var (rejects, outcomes) = (_rejects.CountAt(now), _outcomes.CountAt(now));
        if (rejects < _limits.MinRejects || rejects < _limits.RejectShare * outcomes) return null;
        var trips = Status.Day == day ? Status.RejectTrips + 1 : 1;
        var next = BreakerRules.Trip(Status,
            new(BreakerState.Open, BreakerCause.RejectRatio, RestingOrders.CancelAll, (decimal)rejects / outcomes,
                _limits.RejectShare, _limits.RejectCooldown, NeedsPerson: trips >= _limits.MaxRejectTrips),
            day, now);
        return next is null ? null : next with { RejectTrips = trips };
    }

    private BreakerStatus? TripByRate(DateOnly day, long now)
    {
        if (_exceededRate is not { } limit) return null;
        var next = BreakerRules.Trip(Status,
            new(BreakerState.Open, BreakerCause.OrderRate, RestingOrders.Keep, limit + 1, limit, _limits.OrderRateCooldown,
                NeedsPerson: false),
            day, now);
        // Where something worse keeps it shut, that is enough.
        if (next is null) _exceededRate = null;
        return next;
    }

    private BreakerStatus? TripToReduce(in AccountFigures figures, long now)
    {
        var soft = LossLimit(_limits.SoftDailyLoss, figures);
        var next = !figures.IsConfirmed || figures.DailyLoss < soft
            ? null
            : BreakerRules.Trip(Status,
                new(BreakerState.ReduceOnly, BreakerCause.DailyLossSoft, RestingOrders.CancelIncreasing, figures.DailyLoss, soft,
                    TimeSpan.Zero, NeedsPerson: false),
                figures.Day, now);
        next ??= !figures.IsConfirmed || !(figures.Equity < figures.MaintenanceMargin)
            ? null
            : BreakerRules.Trip(Status,
                new(BreakerState.ReduceOnly, BreakerCause.MaintenanceMargin, RestingOrders.CancelIncreasing, figures.Equity,
                    figures.MaintenanceMargin.Value, TimeSpan.Zero, NeedsPerson: false),
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
        if (Status.State != BreakerState.ReduceOnly || Status.NeedsPerson) return null;
        if (Status.Cause == BreakerCause.StaleMark) return figures.IsStale ? null : Leave(BreakerCause.Recovered, now);
        var isOfMargin = Status.Cause == BreakerCause.MaintenanceMargin;
        if (!isOfMargin && figures.Day > Status.Day) return Leave(BreakerCause.NewDay, now);
        var hasRecovered = isOfMargin
            ? figures.Equity >= figures.MaintenanceMargin
            : figures.DailyLoss < _limits.RecoveryShare * _limits.SoftDailyLoss;
        if (!hasRecovered)
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
