using TradingOps.Engine.Breakers;

namespace TradingOps.Grains.Breakers;

/// <summary>Breakers as readers see them.</summary>
internal static class BreakerViews
{
    /// <summary>A breaker as its change at last left it; null for one that never changed.</summary>
    public static BreakerView Of(BreakerScope scope, BreakerChange? change) => change is not { To: var to }
        ? new() { Scope = scope.ToString(), State = BreakerState.Closed.ToCode() }
        : new()
        {
            Scope = scope.ToString(),
            State = to.State.ToCode(),
            From = change.From.ToCode(),
            Cause = to.Cause.ToCode(),
            Reason = to.Reason ?? Explain(to),
            Who = to.Who,
            At = Time.FromMicroseconds(to.At),
            Sequence = to.Sequence,
            Value = to.Value,
            Threshold = to.Threshold,
            Until = to.Until is { } until ? Time.FromMicroseconds(until) : null,
            NeedsPerson = to.NeedsPerson && to.State >= BreakerState.ReduceOnly,
            Cooldown = to.Cooldown > TimeSpan.Zero ? to.Cooldown : null,
            ResetAskedBy = to.ResetAskedBy,
            Resting = to.Resting,
        };

    private static string Explain(BreakerStatus to) => to.Cause switch
    {
        BreakerCause.DailyLossSoft => $"the day's loss of {to.Value:P2} reached the soft limit of {to.Threshold:P2}",
        BreakerCause.DailyLoss => $"the day's loss of {to.Value:P2} reached the limit of {to.Threshold:P2}",
        BreakerCause.Drawdown => $"the drawdown of {to.Value:P2} reached the limit of {to.Threshold:P2}",
        BreakerCause.OrderRate => $"{to.Value} orders in a second are more than {to.Threshold}",
        BreakerCause.RejectRatio => $"{to.Value:P0} of the orders of ten seconds were refused",
        BreakerCause.StaleMark => "an open position has no current price",
        BreakerCause.MaintenanceMargin =>
            $"the equity of {to.Value:0.##} is below the {to.Threshold:0.##} that the positions must keep",
        BreakerCause.PriceBand => $"a trade at {to.Value} would lie outside the band that ends at {to.Threshold}",
        BreakerCause.IndexMove => $"the index fell by {to.Value:P2}, the limit is {to.Threshold:P2}",
        BreakerCause.Probation => $"{to.Value} is more than the {to.Threshold} that probation allows",
        BreakerCause.CooledDown => "the cooldown is over",
        BreakerCause.ProbationPassed => "probation passed without a breach",
        BreakerCause.Recovered => "what tripped it is over",
        BreakerCause.NewDay => "a new trading day began",
        _ => to.Cause.ToCode(),
    };
}
