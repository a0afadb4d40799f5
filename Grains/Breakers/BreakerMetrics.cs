using System.Collections.Immutable;
using Prometheus;
using TradingOps.Engine.Breakers;

namespace TradingOps.Grains.Breakers;

/// <summary>What the breakers count. One a silo; every silo shows the same states, so take the largest.</summary>
public sealed class BreakerMetrics
{
    private static readonly BreakerState[] Shown =
        [BreakerState.Closed, BreakerState.HalfOpen, BreakerState.ReduceOnly, BreakerState.Open, BreakerState.Isolated];

    private readonly Gauge _firm;
    private readonly Gauge _states;
    private readonly Counter _trips;

    /// <summary>Creates every series at zero.</summary>
    /// <param name="factory">Where; those of the process if there is none.</param>
    public BreakerMetrics(MetricFactory? factory = null)
    {
        factory ??= Metrics.DefaultFactory;
        _firm = factory.CreateGauge(
            "circuit_breaker_state", "The firm's breaker: 0 trading, 1 tripped, 2 reduce-only or probation.");
        _states = factory.CreateGauge(
            "circuit_breakers", "Breakers that ever moved, by state; a limit state counts as closed.", "scope", "state");
        _trips = factory.CreateCounter("circuit_breaker_trips_total", "Trips of breakers.", "reason");
        foreach (var kind in Enum.GetValues<BreakerKind>())
            foreach (var state in Shown)
                _states.WithLabels(kind.ToCode(), state.ToCode());
        foreach (var cause in Enum.GetValues<BreakerCause>())
            if (ReasonOf(cause) is { } reason)
                _trips.WithLabels(reason);
    }

    /// <summary>
    /// Shows the state of the firm's breaker; a silo that does not know it shows none, which is an alert of its own.
    /// </summary>
    public void Show(BreakerState firm)
    {
        if (firm == BreakerState.Unknown)
        {
            _firm.Unpublish();
            return;
        }
        _firm.Set(firm switch
        {
            BreakerState.Closed => 0,
            BreakerState.HalfOpen or BreakerState.ReduceOnly => 2,
            _ => 1,
        });
    }

    /// <summary>Shows what the silo heard.</summary>
    public void Show(BreakerState firm, ImmutableArray<BreakerCount> counts)
    {
        Show(firm);
        foreach (var kind in Enum.GetValues<BreakerKind>())
            foreach (var state in Shown)
                _states.WithLabels(kind.ToCode(), state.ToCode()).Set(counts
                    .Where(c => c.Kind == kind.ToCode() && ShownAs(c.State) == state.ToCode()).Sum(c => c.Count));
    }

    internal void Tripped(BreakerCause cause)
    {
        if (ReasonOf(cause) is { } reason) _trips.WithLabels(reason).Inc();
    }

    private static string ShownAs(string state) =>
        state == BreakerState.LimitState.ToCode() ? BreakerState.Closed.ToCode() : state;

    // Nine reasons: a breach of probation is counted with the orders that cause it.
    private static string? ReasonOf(BreakerCause cause) => cause switch
    {
        BreakerCause.Manual or BreakerCause.Kill => "manual",
        BreakerCause.DailyLoss or BreakerCause.DailyLossSoft => "daily_loss",
        BreakerCause.Drawdown => "drawdown",
        BreakerCause.OrderRate or BreakerCause.Probation => "order_rate",
        BreakerCause.RejectRatio => "reject_ratio",
        BreakerCause.StaleMark => "stale_mark",
        BreakerCause.MaintenanceMargin => "maintenance_margin",
        BreakerCause.PriceBand => "price_band",
        BreakerCause.IndexMove => "index_move",
        _ => null,
    };
}
