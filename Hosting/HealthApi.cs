using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace TradingOps.Hosting;

/// <summary>
/// <c>/health</c> with every check, <c>/health/ready</c> the same, <c>/health/live</c> that the process answers.
/// </summary>
public static class HealthApi
{
    /// <summary>Maps the three.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health", new() { ResponseWriter = WriteAsync });
        routes.MapHealthChecks("/health/ready", new() { ResponseWriter = WriteAsync });
        routes.MapHealthChecks("/health/live", new() { Predicate = _ => false, ResponseWriter = WriteAsync });
    }

    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(new
    {
        status = report.Status == HealthStatus.Healthy ? "ok" : "degraded",
        checks = report.Entries.ToDictionary(e => e.Key, e => new
        {
            status = e.Value.Status == HealthStatus.Healthy ? "ok" : "failed",
            detail = e.Value.Description,
            duration_ms = Math.Round(e.Value.Duration.TotalMilliseconds, 3),
        }),
    });
}
