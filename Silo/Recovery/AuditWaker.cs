using TradingOps.Grains;
using TradingOps.Hosting;
using TradingOps.Silo.Health;

namespace TradingOps.Silo.Recovery;

/// <summary>Keeps the audit awake, wherever in the cluster it runs, and passes its result to the health check.</summary>
internal sealed class AuditWaker(IGrainFactory grains, AuditCheck check, TimeProvider clock, ILogger<AuditWaker> logger)
    : PollingService(TimeSpan.FromSeconds(30), clock, logger)
{
    protected override async Task StepAsync(CancellationToken cancellationToken)
    {
        try
        {
            check.Take(await grains.GetAudit().Wake());
        }
        catch (Exception e) when (GrainCall.IsFailure(e, cancellationToken))
        {
            Log.WakeFailed(Logger, "audit", e);
        }
    }
}
