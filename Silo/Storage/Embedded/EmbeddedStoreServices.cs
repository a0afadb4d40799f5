using Microsoft.Extensions.Options;
using TradingOps.Engine.Instruments;
using TradingOps.Grains.Incidents;
using TradingOps.Grains.Journaling;
using TradingOps.Grains.Losses;
using TradingOps.Grains.Orders;
using TradingOps.Hosting;
using TradingOps.Silo.Cluster;
using TradingOps.Silo.Health;
using TradingOps.Silo.Storage.Embedded.Archive;
using TradingOps.Silo.Storage.Embedded.Scratch;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>Registers the embedded store.</summary>
internal static class EmbeddedStoreServices
{
    private static readonly TimeSpan TryScratchAgainAfter = TimeSpan.FromSeconds(10);

    /// <summary>Journal, queries and incidents in one folder.</summary>
    public static IServiceCollection AddEmbeddedStore(this IServiceCollection services, StorageOptions options)
    {
        services.AddSingleton(
            s => new JournalMetrics("embedded") { IsOn = s.GetRequiredService<IOptions<MetricOptions>>().Value.Enabled });
        services.AddSingleton(
            s => new ScratchStore(options.Path, TryScratchAgainAfter, s.GetRequiredService<ILogger<ScratchStore>>(),
                Path.Combine(options.Path, DataFolder.IndexName)));
        services.AddSingleton(s => new OrderIndex(s.GetRequiredService<InstrumentCatalogue>(),
            s.GetRequiredService<ScratchStore>(), options.Embedded.RecentOrders));
        services.AddSingleton(s => new EmbeddedJournal(options.Path, options.Embedded, s.GetRequiredService<OrderIndex>(),
            s.GetRequiredService<ScratchStore>(), s.GetRequiredService<JournalMetrics>(),
                s.GetRequiredService<ILogger<EmbeddedJournal>>(), disk: s.GetRequiredService<Disk>(), end: EndOfSilo.EndNow));
        services.AddSingleton(Disk.Real);
        services.AddSingleton<IJournal>(s => s.GetRequiredService<EmbeddedJournal>());
        services.AddSingleton<IOrderQueries, EmbeddedOrderQueries>();
        services.AddSingleton<IIncidentStore>(s => new FileIncidentStore(s.GetRequiredService<EmbeddedJournal>().Folder));
        services.AddSingleton<ILossStore, NoLosses>();
        services.AddHostedService(s => ActivatorUtilities.CreateInstance<SegmentArchiver>(s, options.Embedded.Retention));
        services.AddHealthChecks().AddCheck<JournalCheck>("journal");
        return services;
    }

    /// <summary>Opens the store now, so that an error in it stops the process before anything else starts.</summary>
    public static void OpenEmbeddedStore(this IServiceProvider services)
    {
        var journal = services.GetRequiredService<EmbeddedJournal>();
        if (services.GetRequiredService<IOptions<MetricOptions>>().Value.Enabled) StoreMetrics.Publish(journal);
        services.GetRequiredService<IIncidentStore>();
    }
}
