using Microsoft.Extensions.Diagnostics.HealthChecks;
using TradingOps.Silo.Storage.Embedded;

namespace TradingOps.Silo.Health;

/// <summary>Whether the journal takes records.</summary>
internal sealed class JournalCheck(EmbeddedJournal journal) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(journal.IsHealthy
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy($"the last write to {journal.Folder.Path} failed"));
}
