using Microsoft.Extensions.Diagnostics.HealthChecks;
using TradingOps.Grains;

namespace TradingOps.Client.Cluster;

/// <summary>
/// Whether the cluster's store takes records, as a silo says; the front itself touches no database. Degraded where no silo tells:
/// that says nothing of the database.
/// </summary>
internal sealed class DatabaseCheck(IGrainFactory grains) : IHealthCheck
{
    private static readonly string[] Stores = ["database", "journal"];

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var failed = await grains.GetSilo().ListFailedChecks().WaitAsync(cancellationToken);
            var store = failed.FirstOrDefault(f => Stores.Contains(f.Name));
            return store is null ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy($"{store.Name}: {store.Detail}");
        }
        catch (Exception e) when (ClusterErrors.IsUnavailable(e))
        {
            return HealthCheckResult.Degraded($"no silo tells: {e.Message}");
        }
    }
}
