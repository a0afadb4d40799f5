using Microsoft.Extensions.Diagnostics.HealthChecks;
using TradingOps.Silo.Storage.Postgres;

namespace TradingOps.Silo.Health;

/// <summary>Whether the database answers and has all that was acknowledged.</summary>
internal sealed class DatabaseCheck(DatabaseWatch watch) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(watch.Fault is { } fault
            ? HealthCheckResult.Unhealthy($"the database takes no records: {fault}")
            : HealthCheckResult.Healthy());
}
