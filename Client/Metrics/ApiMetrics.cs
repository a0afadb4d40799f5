using System.Diagnostics;
using System.Globalization;
using Prometheus;

namespace TradingOps.Client.Metrics;

/// <summary>Counts and times requests by route template, so that no id becomes a label.</summary>
internal sealed class ApiMetrics(RequestDelegate next)
{
    private static readonly Counter Requests = Prometheus.Metrics.CreateCounter(
        "api_requests_total", "Requests answered.", "endpoint", "method", "status");

    private static readonly Histogram Duration = Prometheus.Metrics.CreateHistogram(
        "api_request_duration_seconds", "From the request to its answer.", ["endpoint", "method"],
        new HistogramConfiguration { Buckets = [.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5] });

    public async Task InvokeAsync(HttpContext context)
    {
        var began = Stopwatch.GetTimestamp();
        await next(context);
        // Methods are the client's to choose: only those that a route takes are labels.
        var endpoint = context.GetEndpoint() as RouteEndpoint;
        var route = endpoint?.RoutePattern.RawText ?? "none";
        var method = endpoint is null ? "none" : context.Request.Method;
        Requests.WithLabels(route, method, context.Response.StatusCode.ToString(CultureInfo.InvariantCulture)).Inc();
        Duration.WithLabels(route, method).Observe(Stopwatch.GetElapsedTime(began).TotalSeconds);
    }
}
