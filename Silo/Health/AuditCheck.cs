using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using TradingOps.Grains.Audit;

namespace TradingOps.Silo.Health;

/// <summary>
/// Whether the audit runs, wherever in the cluster, and everything adds up. What does not is Degraded: the audit itself has
/// opened an incident and stopped the firm, and the silo goes on taking cancels. One a silo.
/// </summary>
internal sealed class AuditCheck(IOptions<AuditOptions> options, TimeProvider clock) : IHealthCheck
{
    /// <summary>For an audit that reads a long journal from its start, and for its silo to be replaced.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly DateTimeOffset _began = clock.GetUtcNow();
    private volatile AuditStatus _status = new(null, 0);

    /// <summary>The audit has said how it stands.</summary>
    public void Take(AuditStatus status) => _status = status;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Check());

    private HealthCheckResult Check()
    {
        var status = _status;
        var last = status.LastEnded is { } ended ? $"the last audit ended at {ended:O}" : "no audit has ended yet";
        return clock.GetUtcNow() - (status.LastEnded ?? _began) > Patience + options.Value.Every
            ? HealthCheckResult.Unhealthy(last)
            : status.Violations > 0 ? HealthCheckResult.Degraded($"{status.Violations} violations; {last}")
            : HealthCheckResult.Healthy(last);
    }
}
