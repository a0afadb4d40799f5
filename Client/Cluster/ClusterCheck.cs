using Microsoft.Extensions.Diagnostics.HealthChecks;
using TradingOps.Grains;

namespace TradingOps.Client.Cluster;

/// <summary>Whether a silo answers.</summary>
internal sealed class ClusterCheck(IGrainFactory grains) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await grains.GetInstrumentCatalogue().List().WaitAsync(Patience, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (GrainCall.IsFailure(e, cancellationToken))
        {
            return HealthCheckResult.Unhealthy($"no silo answers: {e.Message}");
        }
    }
}
