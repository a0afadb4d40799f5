using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace TradingOps.Hosting.Health;

/// <summary>Registers the watch over the health checks.</summary>
public static class HealthServices
{
    /// <summary>The watch; behind the services that the checks ask.</summary>
    public static IServiceCollection AddHealthWatch(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services.AddValidated<HealthWatchOptions>(HealthWatchOptions.Section).AddHostedService<HealthWatch>();
    }
}
