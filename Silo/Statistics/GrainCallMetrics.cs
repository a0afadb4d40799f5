using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Diagnostics;
using System.Reflection;
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

    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (!_series.TryGetValue(context.Request.GetType(), out var series))
            series = _series.GetOrAdd(context.Request.GetType(), _methods.GetValueOrDefault(context.InterfaceMethod));
        if (series is null) return _dashboard.InvokeAsync(context);
        if (CallTrace.Parent is { } parent) return InvokeTracedAsync(context, series, parent);
        // The call's own task goes on: one more around it would cost another turn of the grain.
        var began = Stopwatch.GetTimestamp();
        var call = _dashboard.InvokeAsync(context);
        if (call.IsCompleted) series.Observe(call, began);
        else
            _ = call.ContinueWith(
                static (call, state) =>
                {
                    var (series, began) = ((MethodSeries, long))state!;
                    series.Observe(call, began);
                },
                (series, began), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return call;
    }

    private async Task InvokeTracedAsync(IIncomingGrainCallContext context, MethodSeries series, string parent)
    {
        using var span = CallTrace.Begin(series.Name, parent);
        var began = Stopwatch.GetTimestamp();
        var call = _dashboard.InvokeAsync(context);
        await call.ConfigureAwait(
            ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        if (!series.Observe(call, began)) span.SetStatus(ActivityStatusCode.Error);
        await call;
    }

    private static bool IsBug(Exception? e) =>
        e is not (Grains.TradingUnavailableException or TimeoutException or OrleansException or OperationCanceledException);

    private sealed record MethodSeries(Counter.Child Answered, Counter.Child Failed, IHistogram Duration, string Name)
    {
        /// <summary>Counts a call that is over. Whether it was answered.</summary>
        public bool Observe(Task call, long began)
        {
            (call.IsCompletedSuccessfully ? Answered : Failed).Inc();
            Duration.Observe(Stopwatch.GetElapsedTime(began).TotalSeconds);
            if (call.IsFaulted && IsBug(call.Exception.InnerException)) ServiceErrors.Count(ServiceErrors.Grain);
            return call.IsCompletedSuccessfully;
        }
    }
}
