using Microsoft.Extensions.Diagnostics.HealthChecks;
using TradingOps.Grains;

namespace TradingOps.Client.Cluster;

/// <summary>
/// Whether a check passes that only a silo can make, as one says; the front itself touches no store. Degraded where no silo
/// tells: that says nothing of what is checked.
/// </summary>
internal sealed class SiloCheck(IGrainFactory grains, string name) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var failed = await grains.GetSilo().ListFailedChecks().WaitAsync(cancellationToken);
            return failed.FirstOrDefault(f => f.Name == name) is { } check
                ? HealthCheckResult.Unhealthy(check.Detail)
                : HealthCheckResult.Healthy();
        }
        catch (Exception e) when (GrainCall.IsFailure(e, cancellationToken))
        {
            return HealthCheckResult.Degraded($"no silo tells: {e.Message}");
        }
    }
}
