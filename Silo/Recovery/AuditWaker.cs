using TradingOps.Grains;
using TradingOps.Silo.Health;

namespace TradingOps.Silo.Recovery;

/// <summary>Keeps the audit awake, wherever in the cluster it runs, and hears how it stands.</summary>
internal sealed class AuditWaker(IGrainFactory grains, AuditCheck check, ILogger<AuditWaker> logger) : BackgroundService
{
    private static readonly TimeSpan WakeEvery = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(WakeEvery);
        try
        {
            do await WakeAsync();
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo stops; another wakes the audit.
        }
    }

    private async Task WakeAsync()
    {
        try
        {
            check.Take(await grains.GetAudit().Wake());
        }
        catch (Exception e) when (TradingUnavailableException.IsOfCall(e))
        {
            Log.WakeFailed(logger, "audit", e);
        }
    }
}
