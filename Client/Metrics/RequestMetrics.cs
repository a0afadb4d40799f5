using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Prometheus;
using TradingOps.Hosting;

namespace TradingOps.Client.Metrics;

/// <summary>Counts, times and logs requests by route template, so that no id becomes a label.</summary>
internal static class RequestMetrics
{
    private const string Cluster = "cluster";

    private static readonly Counter Requests = Prometheus.Metrics.CreateCounter(
        "api_requests_total", "Requests answered.", "endpoint", "method", "status");

    private static readonly Histogram Duration = Prometheus.Metrics.CreateHistogram(
        "api_request_duration_seconds", "From the request to its answer.", ["endpoint", "method"],
        new HistogramConfiguration { Buckets = [.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5] });

    private static readonly Counter UpstreamErrors = Prometheus.Metrics.CreateCounter(
        "api_upstream_errors_total", "Requests that the front could not answer because of another process.", "upstream");

    // Looking them up by their labels costs more than all that is counted of a request.
    private static readonly ConcurrentDictionary<(string Route, string Method, int Status), RequestSeries> Series = new();

    static RequestMetrics() => UpstreamErrors.WithLabels(Cluster);

    /// <summary>The cluster did not answer, or said that it could not.</summary>
    public static void CountClusterError() => UpstreamErrors.WithLabels(Cluster).Inc();

    /// <summary>A request was answered. Its span, if it has one, is described too.</summary>
    /// <param name="route">The route's template.</param>
    /// <param name="method">The method; of a message on a WebSocket its <c>op</c>.</param>
    /// <param name="status">The status of the answer.</param>
    /// <param name="duration">From the request to its answer.</param>
    /// <param name="logger">Of the class that answered.</param>
    public static void Observe(string route, string method, int status, TimeSpan duration, ILogger logger)
    {
        var series = Series.GetOrAdd((route, method, status), static key => new(
            Requests.WithLabels(key.Route, key.Method, key.Status.ToString(CultureInfo.InvariantCulture)),
            Duration.WithLabels(key.Route, key.Method)));
        series.Requests.Inc();
        series.Duration.Observe(duration.TotalSeconds);
        if (status == StatusCodes.Status500InternalServerError) ServiceErrors.Count(ServiceErrors.Http);
        if (status >= StatusCodes.Status500InternalServerError)
            Log.RequestFailed(logger, method, route, status, duration.TotalMilliseconds);
        else
            Log.RequestAnswered(logger, method, route, status, duration.TotalMilliseconds);
        if (Activity.Current is { IsAllDataRequested: true } span) Describe(span, method, route, status);
    }

    private sealed record RequestSeries(Counter.Child Requests, Histogram.Child Duration);

    /// <summary>ASP.NET names every request's span alike, and leaves the rest to others.</summary>
    private static void Describe(Activity span, string method, string route, int status)
    {
        span.DisplayName = $"{method} {route}";
        span.SetTag("http.request.method", method).SetTag("http.route", route).SetTag("http.response.status_code", status);
        if (status >= StatusCodes.Status500InternalServerError) span.SetStatus(ActivityStatusCode.Error);
    }
}
