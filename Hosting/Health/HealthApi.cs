using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using TradingOps.Hosting.Access;

namespace TradingOps.Hosting.Health;

/// <summary>
/// <c>/health</c> with every check; for probes without a key <c>/health/ready</c>, whether those pass that it needs to serve, and
/// <c>/health/live</c>, that the process answers.
/// </summary>
public static class HealthApi
{
    /// <summary>Tag of a check that makes no process less ready.</summary>
    public const string ReportedOnly = "reported-only";

    private static readonly Dictionary<HealthStatus, int> Codes = new()
    {
        [HealthStatus.Healthy] = StatusCodes.Status200OK,
        [HealthStatus.Degraded] = StatusCodes.Status503ServiceUnavailable,
        [HealthStatus.Unhealthy] = StatusCodes.Status503ServiceUnavailable,
    };

    /// <summary>Maps the three.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health", new() { ResponseWriter = WriteAsync, ResultStatusCodes = Codes })
            .RequireRole(Role.Viewer);
        routes.MapHealthChecks("/health/ready", new()
        {
            Predicate = check => !check.Tags.Contains(ReportedOnly),
            ResponseWriter = WriteStatusAsync,
            ResultStatusCodes = Codes,
        }).AllowProbes();
        routes.MapHealthChecks("/health/live", new() { Predicate = _ => false, ResponseWriter = WriteStatusAsync }).AllowProbes();
    }

    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(new
    {
        status = StatusOf(report),
        checks = report.Entries.ToDictionary(e => e.Key, e => new
        {
            status = e.Value.Status == HealthStatus.Healthy ? "ok" : "failed",
            detail = e.Value.Description,
            duration_ms = Math.Round(e.Value.Duration.TotalMilliseconds, 3),
        }),
    });

    private static Task WriteStatusAsync(HttpContext context, HealthReport report) =>
        context.Response.WriteAsJsonAsync(new { status = StatusOf(report) });

    private static string StatusOf(HealthReport report) => report.Status == HealthStatus.Healthy ? "ok" : "degraded";
}
