using Microsoft.Extensions.Diagnostics.HealthChecks;
using TradingOps.Grains;

namespace TradingOps.Client.Cluster;

/// <summary>Whether a silo answers.</summary>
internal sealed class ClusterCheck(IGrainFactory grains, FrontOptions front) : IHealthCheck
{
    /// <summary>How long a silo may take to answer a check: a probe that waits for two seconds is answered.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await grains.GetInstrumentCatalogue().List().WaitAsync(Patience, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (TradingUnavailableException e)
        {
            return HealthCheckResult.Unhealthy(e.Message);
        }
        catch (Exception e) when (GrainCall.IsFailure(e, cancellationToken))
        {
            return HealthCheckResult.Unhealthy(front.ExplainUnreachable());
        }
    }
}
