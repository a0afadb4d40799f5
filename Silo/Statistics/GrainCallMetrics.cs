using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Diagnostics;
using System.Reflection;
using Prometheus;
using TradingOps.Grains;
using TradingOps.Grains.Accounts;
using TradingOps.Hosting;

namespace TradingOps.Silo.Statistics;

/// <summary>
/// Counts, times and traces the calls that grains answer, by the product's own grain interfaces and no others: Orleans and its
/// dashboard call grains of their own. Created at zero. One filter for all three, since each filter adds to the cost of every
/// call. Of the timers of the product's grains, it counts the bugs.
/// </summary>
internal sealed class GrainCallMetrics : IIncomingGrainCallFilter
{
    private readonly FrozenDictionary<MethodInfo, MethodSeries> _methods;
    // What Orleans makes of a call has a type a method; finding the method itself costs as much as all the rest.
    private readonly ConcurrentDictionary<Type, MethodSeries?> _series = new();

    public GrainCallMetrics()
    {
        var calls = Metrics.CreateCounter("grain_calls_total", "Calls that grains answered.", "grain", "method", "outcome");
        var durations =
            Metrics.CreateHistogram("grain_call_duration_seconds", "From the start of a call to its answer.", ["grain"],
            new HistogramConfiguration { Buckets = [.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, 1, 5] });
        _methods = (
            from type in typeof(IAccountGrain).Assembly.GetExportedTypes()
            where type.IsInterface && typeof(IGrain).IsAssignableFrom(type)
            from method in type.GetMethods()
            let grain = type.Name[1..]
            select (method, series: new MethodSeries(
                calls.WithLabels(grain, method.Name, "ok"), calls.WithLabels(grain, method.Name, "error"),
                    durations.WithLabels(grain), $"{grain}/{method.Name}")))
            .ToFrozenDictionary(m => m.method, m => m.series);
    }

    public Task Invoke(IIncomingGrainCallContext context) => SeriesOf(context) is { } series
        ? InvokeAsync(context, series)
        : context.Grain is TradingGrain ? InvokeTimerAsync(context) : context.Invoke();

    private static async Task InvokeAsync(IIncomingGrainCallContext context, MethodSeries series)
    {
        using var span = CallTrace.Begin(series.Name);
        var began = Stopwatch.GetTimestamp();
        var outcome = series.Failed;
        try
        {
            await context.Invoke();
            outcome = series.Answered;
        }
        catch (Exception e) when (IsBug(e))
        {
            ServiceErrors.Count(ServiceErrors.Grain);
            throw;
        }
        finally
        {
            outcome.Inc();
            if (outcome == series.Failed) span?.SetStatus(ActivityStatusCode.Error);
            series.Duration.Observe(Stopwatch.GetElapsedTime(began).TotalSeconds);
        }
    }

    /// <summary>Orleans logs what a timer throws, and lets it tick again.</summary>
    private static async Task InvokeTimerAsync(IIncomingGrainCallContext context)
    {
        try
        {
            await context.Invoke();
        }
        catch (Exception e) when (IsBug(e))
        {
            ServiceErrors.Count(ServiceErrors.Task);
            throw;
        }
    }

    private MethodSeries? SeriesOf(IIncomingGrainCallContext context)
    {
        var call = context.Request.GetType();
        return _series.TryGetValue(call, out var series)
            ? series
            : _series.GetOrAdd(call, _methods.GetValueOrDefault(context.InterfaceMethod));
    }

    private static bool IsBug(Exception e) => !GrainCall.IsFailure(e);

    private sealed record MethodSeries(Counter.Child Answered, Counter.Child Failed, IHistogram Duration, string Name);
}
