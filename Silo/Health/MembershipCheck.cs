using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace TradingOps.Silo.Health;

/// <summary>Whether this silo is a member of its cluster, and how many silos it sees.</summary>
internal sealed class MembershipCheck(ILocalSiloDetails silo, ISiloStatusOracle silos) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var status = silos.CurrentStatus;
        var active = silos.GetApproximateSiloStatuses(onlyActive: true).Count;
        return Task.FromResult(status == SiloStatus.Active
            ? HealthCheckResult.Healthy($"{active} silos are active")
            : HealthCheckResult.Unhealthy($"silo {silo.SiloAddress} is {status}; {active} silos are active"));
    }
}
