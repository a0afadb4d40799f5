using TradingOps.Grains;

namespace TradingOps.FaultySilo;

/// <summary>
/// Throws out of calls of the product's grains while <see cref="FaultSwitch"/> asks for it, and records the calls of fronts.
/// Timers are <see cref="ThrowingTimers"/>'s.
/// </summary>
internal sealed class ThrowingGrains(FaultSwitch fault) : IIncomingGrainCallFilter
{
    // Orleans runs a timer as a call of this interface.
    private const string TimerInterface = "IGrainTimerInvoker";

    public Task Invoke(IIncomingGrainCallContext context)
    {
        var grainInterface = context.InterfaceMethod.DeclaringType!.Name;
        if (context.Grain is not TradingGrain || grainInterface == TimerInterface) return context.Invoke();
        var call = $"{grainInterface}.{context.InterfaceMethod.Name}";
        if (IsFromFront(context.SourceId)) fault.Record("called", call);
        fault.ThrowIfAsked(call);
        return context.Invoke();
    }

    /// <summary>Services of a silo are clients too, by an id that says so.</summary>
    private static bool IsFromFront(GrainId? source) =>
        source is { } id && id.IsClient() && !id.ToString().Contains("hosted", StringComparison.Ordinal);
}
