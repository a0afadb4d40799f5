using TradingOps.Grains.Incidents;
using TradingOps.Hosting;

namespace TradingOps.Silo.Incidents;

/// <summary>Runs the outbox of incidents while the silo runs.</summary>
internal sealed class IncidentDelivery(IncidentOutbox outbox) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        outbox.DeliverAsync(() => ServiceErrors.Count(ServiceErrors.Task), stoppingToken);
}
