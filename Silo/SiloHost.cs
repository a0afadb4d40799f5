using Orleans.Configuration;
using Orleans.Dashboard;
using Prometheus;
using TradingOps.Engine.Instruments;
using TradingOps.Grains.Accounts;
using TradingOps.Grains.Books;
using TradingOps.Grains.Breakers;
using TradingOps.Grains.Marks;
using TradingOps.Grains.Simulation;
using TradingOps.Hosting;
using TradingOps.Silo.Breakers;
using TradingOps.Silo.Health;
using TradingOps.Silo.Recovery;
using TradingOps.Silo.Simulation;
using TradingOps.Silo.Storage.Embedded;

namespace TradingOps.Silo;

/// <summary>The silo process: grains, their store, the dashboard, metrics and health.</summary>
internal static class SiloHost
{
    /// <summary>Runs until the process is told to stop.</summary>
    public static async Task RunAsync(string[] args)
    {
        var builder =
            WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        PublicAddressException.ThrowIfPublic(builder.Configuration["Urls"]);
        builder.AddProcessLogging("silo");
        ProcessMetrics.Publish();
        var storage = builder.Configuration.GetValidated<StorageOptions>(StorageOptions.Section);
        var cluster = builder.Configuration.GetValidated<ClusterOptions>(ClusterOptions.Section);
        PortTakenException.ThrowIfTaken("Orleans:SiloPort", cluster.SiloPort);
        PortTakenException.ThrowIfTaken("Orleans:GatewayPort", cluster.GatewayPort);
        AddTrading(builder.Services);
        builder.Services.AddEmbeddedStore(storage);
        builder.UseOrleans(silo => Configure(silo, cluster));
        // Behind Orleans, since hosted services start in this order and these call grains.
        builder.Services.AddHostedService<BreakerWatch>();
        builder.Services.AddHostedService<MarketWaker>();
        builder.Services.AddHostedService<SimulationStarter>();
        builder.Services.AddHealthChecks()
            .AddCheck<JournalCheck>("journal")
            .AddCheck<BreakerLeaseCheck>("breaker_lease");
        await using var app = builder.Build();
        app.Services.OpenEmbeddedStore();
        app.MapHealth();
        app.MapMetrics("/metrics");
        app.MapOrleansDashboard(routePrefix: "/orleans");
        app.MapStateHashes();
        await app.RunAsync();
    }

    private static void AddTrading(IServiceCollection services)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(InstrumentCatalogue.Default);
        services.AddSingleton<MarkBoard>();
        services.AddSingleton<BreakerBoard>();
        services.AddSingleton<BookMetrics>();
        services.AddSingleton<AccountMetrics>();
        services.AddValidated<BookOptions>("Books");
        services.AddValidated<AccountOptions>("Accounts");
        services.AddValidated<SimulationOptions>("Simulation");
    }

    private static void Configure(ISiloBuilder silo, ClusterOptions cluster)
    {
        silo.UseLocalhostClustering(cluster.SiloPort, cluster.GatewayPort, null, cluster.ServiceId, cluster.ClusterId);
        silo.AddDashboard();
        silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(7));
    }
}
