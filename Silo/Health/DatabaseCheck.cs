using Microsoft.Extensions.Diagnostics.HealthChecks;
using TradingOps.Silo.Storage.Postgres;

namespace TradingOps.Silo.Health;

/// <summary>Whether the database answers.</summary>
internal sealed class DatabaseCheck(DatabaseWatch watch) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(watch.Fault is { } fault
            ? HealthCheckResult.Unhealthy($"the database does not answer: {fault}")
            : HealthCheckResult.Healthy());
}
