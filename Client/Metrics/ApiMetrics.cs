using System.Collections.Frozen;
using System.Diagnostics;

namespace TradingOps.Client.Metrics;

/// <summary>Counts and times requests over HTTP.</summary>
internal sealed class ApiMetrics(RequestDelegate next, ILogger<ApiMetrics> logger)
{
    private static readonly FrozenSet<string> Methods = FrozenSet.Create(
        StringComparer.Ordinal, "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    public async Task InvokeAsync(HttpContext context)
    {
        var began = Stopwatch.GetTimestamp();
        var status = StatusCodes.Status500InternalServerError;
        try
        {
            await next(context);
            status = context.Response.StatusCode;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller hung up, such as a probe that waits for less than the answer takes: nothing failed here.
            status = StatusCodes.Status499ClientClosedRequest;
            throw;
        }
        finally
        {
            Observe(context, status, Stopwatch.GetElapsedTime(began));
        }
    }

    private void Observe(HttpContext context, int status, TimeSpan duration)
    {
        var endpoint = context.GetEndpoint() as RouteEndpoint;
        var route = endpoint?.RoutePattern.RawText ?? "none";
        // Methods are the client's to choose: others are one label.
        var method = endpoint is null ? "none" : Methods.Contains(context.Request.Method) ? context.Request.Method : "other";
        RequestMetrics.Observe(route, method, status, duration, logger);
    }
}
