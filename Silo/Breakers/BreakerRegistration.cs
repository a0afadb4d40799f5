using TradingOps.Grains.Breakers;

namespace TradingOps.Silo.Breakers;

/// <summary>What the breakers need of a silo.</summary>
internal static class BreakerRegistration
{
    /// <summary>The board, what the keepers use, and metrics.</summary>
    public static IServiceCollection AddBreakers(this IServiceCollection services) => services
        .AddSingleton<BreakerBoard>().AddSingleton<BreakerServices>().AddSingleton<BreakerMetrics>();
}
