namespace TradingOps.Engine.Breakers;

/// <summary>
/// The breaker of one symbol. It says where it would go; the caller stores that, and <see cref="Apply"/> makes it so. While it is
/// open the market takes orders and matches none of them.
/// </summary>
public sealed class SymbolBreaker(SymbolBreakerLimits limits, ProbationLimits probation) : ICircuitBreaker
{
    private DateOnly _day;

    /// <summary>Since when a quote stands at the band in probation; null if none does.</summary>
    private long? _limitedSince;

    /// <inheritdoc/>
    public BreakerStatus Status { get; private set; } = new();

    /// <inheritdoc/>
    public void Apply(BreakerStatus status) => Status = status;

    /// <summary>Whether the market must not match.</summary>
    public bool IsHalted => Status.State is BreakerState.Open or BreakerState.Isolated;

    /// <summary>Looks at the market and the time. Called again after a change until nothing changes any more.</summary>
    /// <param name="isPushed">A quote stands at the edge of the market's band.</param>
    /// <param name="price">The price that it would trade at without the band, in currency.</param>
    /// <param name="edge">That edge, in currency.</param>
    /// <param name="day">The trading day.</param>
    /// <param name="now">Microseconds since the Unix epoch.</param>
    public BreakerStatus? Evaluate(bool isPushed, decimal price, decimal edge, DateOnly day, long now)
    {
        _day = day;
        _limitedSince = isPushed && Status.State == BreakerState.HalfOpen ? _limitedSince ?? now : null;
        return Status.State switch
        {
            BreakerState.LimitState when !isPushed => BreakerRules.Close(Status, BreakerCause.Recovered, now),
            BreakerState.LimitState when now >= Status.Until => Pause(Status.Value ?? price, Status.Threshold ?? edge, now),
            BreakerState.HalfOpen when now - _limitedSince >= BreakerRules.Microseconds(limits.LimitStateLasts) =>
                Pause(price, edge, now),
            BreakerState.Closed when isPushed => BreakerRules.Trip(Status,
                new(BreakerState.LimitState, BreakerCause.PriceBand, RestingOrders.Keep, price, edge, limits.LimitStateLasts,
                    NeedsPerson: false),
                day, now),
            _ => BreakerRules.Tick(Status, probation, now),
        };
    }

    /// <summary>The market could not be opened inside its band: the pause restarts.</summary>
    public BreakerStatus Prolong(decimal price, decimal edge, long now) => Status with
    {
        State = BreakerState.Open,
        Sequence = Status.Sequence + 1,
        At = now,
        Cause = BreakerCause.PriceBand,
        Who = BreakerRules.System,
        Reason = null,
        Value = price,
        Threshold = edge,
        NeedsPerson = false,
        Until = now + BreakerRules.Microseconds(limits.PauseLasts),
    };

    /// <summary>Resumes a halted market by hand.</summary>
    public BreakerStatus? Reset(string reason, string who, long now, out BreakerRefusal refusal) =>
        BreakerRules.Reset(Status, probation, reason, who, now, out refusal);

    /// <inheritdoc/>
    public BreakerStatus? Approve(bool needsTwo, string reason, string who, long now, out BreakerRefusal refusal) =>
        BreakerRules.Approve(Status, probation, needsTwo, reason, who, now, out refusal);

    private BreakerStatus? Pause(decimal price, decimal edge, long now) => BreakerRules.Trip(Status,
        new(BreakerState.Open, BreakerCause.PriceBand, RestingOrders.Keep, price, edge, limits.PauseLasts, NeedsPerson: false),
        _day, now);
}
