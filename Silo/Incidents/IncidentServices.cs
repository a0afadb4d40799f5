using TradingOps.Grains.Incidents;

namespace TradingOps.Silo.Incidents;

/// <summary>Registers the incident log; its store comes with the journal's.</summary>
internal static class IncidentServices
{
    /// <summary>Metrics, the outbox and its delivery. Behind Orleans, whose grains the delivery calls.</summary>
    public static IServiceCollection AddIncidents(this IServiceCollection services) => services
        .AddSingleton<IncidentMetrics>()
        .AddSingleton<IncidentOutbox>()
        .AddHostedService<IncidentDelivery>();
}
