using TradingOps.Grains.Incidents;

namespace TradingOps.Silo.Incidents;

/// <summary>Runs the outbox of incidents while the silo runs.</summary>
internal sealed class IncidentDelivery(IncidentOutbox outbox) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await outbox.DeliverAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What waits is noticed again by whoever noticed it.
        }
    }
}
