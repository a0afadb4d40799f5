using Microsoft.Extensions.Configuration.Memory;
using TradingOps.Grains.Breakers;
using TradingOps.Hosting;
using TradingOps.Hosting.Access;

namespace TradingOps.Silo.Breakers;

/// <summary>What the breakers need of a silo.</summary>
internal static class BreakerRegistration
{
    private const string TwoPersonReset = $"Breakers:{nameof(BreakerOptions.TwoPersonReset)}";

    /// <summary>
    /// Derives the defaults that depend on other sections. Without keys every caller is the same person: there the reset of a
    /// kill needs no second one, unless the configuration says so.
    /// </summary>
    public static void AddBreakerDefaults(this IHostApplicationBuilder builder)
    {
        var hasKeys = builder.Configuration.GetValidated<AccessOptions>(AccessOptions.Section).Keys.Length > 0;
        // Before all other sources: each of them overrides it.
        builder.Configuration.Sources.Insert(
            0, new MemoryConfigurationSource { InitialData = [new(TwoPersonReset, hasKeys.ToString())] });
    }

    /// <summary>The board, what the keepers use, and metrics.</summary>
    public static IServiceCollection AddBreakers(this IServiceCollection services) => services
        .AddSingleton<BreakerCache>().AddSingleton<BreakerServices>().AddSingleton<BreakerMetrics>();
}
