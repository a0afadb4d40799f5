using Microsoft.Extensions.Diagnostics.HealthChecks;
using TradingOps.Silo.Storage.Postgres;

namespace TradingOps.Silo.Health;

/// <summary>
/// Whether the journal takes records. Degraded where the database is away, which the check of the database reports.
/// </summary>
internal sealed class PostgresJournalCheck(PostgresJournal journal) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(journal.Fault is { } fault ? HealthCheckResult.Degraded(fault) : HealthCheckResult.Healthy());
}
