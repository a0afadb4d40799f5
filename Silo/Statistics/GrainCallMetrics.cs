using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.ExceptionServices;
using Prometheus;
using TradingOps.Grains.Accounts;
using TradingOps.Hosting;

namespace TradingOps.Silo.Statistics;

/// <summary>
/// Counts, times and traces the calls that grains answer, by the product's own grain interfaces and no others: Orleans and its
/// dashboard call grains of their own. Created at zero. One filter for all three, since each costs every call.
/// </summary>
internal sealed class GrainCallMetrics : IIncomingGrainCallFilter
{
    private readonly FrozenDictionary<MethodInfo, MethodSeries> _methods;
    // What Orleans makes of a call has a type a method; finding the method itself costs as much as all the rest.
    private readonly ConcurrentDictionary<Type, MethodSeries?> _series = new();
    private readonly DashboardProfiler _dashboard;

    public GrainCallMetrics(DashboardProfiler dashboard)
    {
        _dashboard = dashboard;
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

    /// <summary>
    /// Has to be the last of the filters: by itself it calls the grain, since the chain that would do so for it costs as much as
    /// all that is counted here. The chain would copy the answer once more, which Orleans does anyway before it sends it.
    /// </summary>
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (SeriesOf(context) is not { } series)
        {
            await context.Invoke();
            return;
        }
        using var span = CallTrace.Begin(series.Name);
        var began = Stopwatch.GetTimestamp();
        var outcome = series.Failed;
        try
        {
            if (_dashboard.IsLookedAt) await _dashboard.InvokeAsync(context);
            else
            {
                context.Response = await context.Request.Invoke();
                if (context.Response.Exception is { } error) ExceptionDispatchInfo.Throw(error);
            }
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

    private MethodSeries? SeriesOf(IIncomingGrainCallContext context)
    {
        var call = context.Request.GetType();
        if (_series.TryGetValue(call, out var series)) return series;
        // A grain that is a filter itself has to be asked by the chain; no grain of the product is one.
        return _series.GetOrAdd(
            call, context.Grain is IIncomingGrainCallFilter ? null : _methods.GetValueOrDefault(context.InterfaceMethod));
    }

    private static bool IsBug(Exception e) =>
        !Grains.TradingUnavailableException.IsOfCall(e) && e is not OperationCanceledException;

    private sealed record MethodSeries(Counter.Child Answered, Counter.Child Failed, IHistogram Duration, string Name);
}
