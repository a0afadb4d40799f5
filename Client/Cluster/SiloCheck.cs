using Microsoft.Extensions.Diagnostics.HealthChecks;
using TradingOps.Grains;

namespace TradingOps.Client.Cluster;

/// <summary>
/// Whether a check passes that only a silo can make; the front itself touches no store. Degraded where no silo answers, which
/// says nothing about what is checked.
/// </summary>
internal sealed class SiloCheck(IGrainFactory grains, FrontOptions front, string name) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var failed = await grains.GetSilo().ListFailedChecks().WaitAsync(ClusterCheck.Patience, cancellationToken);
            return failed.FirstOrDefault(f => f.Name == name) is { } check
                ? HealthCheckResult.Unhealthy(check.Detail)
                : HealthCheckResult.Healthy();
        }
        catch (Exception e) when (GrainCall.IsFailure(e, cancellationToken))
        {
            return HealthCheckResult.Degraded($"not known: {front.ExplainUnreachable()}");
        }
    }
}
