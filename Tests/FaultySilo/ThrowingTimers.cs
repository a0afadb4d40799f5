using Orleans.Timers;
using TradingOps.Grains;

namespace TradingOps.FaultySilo;

/// <summary>
/// The one place where grains register timers. Records each timer of the product's grains, and throws out of it while
/// <see cref="FaultSwitch"/> asks for it.
/// </summary>
internal sealed class ThrowingTimers(ITimerRegistry inner, FaultSwitch fault) : ITimerRegistry
{
    public IGrainTimer RegisterGrainTimer<T>(
        IGrainContext grain, Func<T, CancellationToken, Task> callback, T state, GrainTimerCreationOptions options)
    {
        if (grain.GrainInstance is not TradingGrain instance)
            return inner.RegisterGrainTimer(grain, callback, state, options);
        // Orleans wraps a callback without a state of its own, and hands the callback over as the state.
        var method = (state as Delegate ?? callback).Method;
        var timer = $"{instance.GetType().Name} {method.DeclaringType!.Name}.{method.Name}";
        fault.Record("has", timer);
        return inner.RegisterGrainTimer(
            grain,
            (given, stopping) =>
            {
                fault.ThrowIfAsked(timer);
                return callback(given, stopping);
            },
            state, options);
    }

    [Obsolete("As in the interface: nothing of the product uses it.")]
    public IDisposable RegisterTimer(
        IGrainContext grain, Func<object?, Task> callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        inner.RegisterTimer(grain, callback, state, dueTime, period);
}
