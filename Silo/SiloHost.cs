using Orleans.Dashboard;
using Prometheus;
using TradingOps.Grains.Accounts;
using TradingOps.Grains.Audit;
using TradingOps.Grains.Books;
using TradingOps.Grains.Kafka;
using TradingOps.Grains.MarketData;
using TradingOps.Hosting;
using TradingOps.Hosting.Access;
using TradingOps.Hosting.Health;
using TradingOps.Hosting.Limits;
using TradingOps.Hosting.Traces;
using TradingOps.Silo.Breakers;
using TradingOps.Silo.Clocks;
using TradingOps.Silo.Cluster;
using TradingOps.Silo.Health;
using TradingOps.Silo.Kafka;
using TradingOps.Silo.Recovery;
using TradingOps.Silo.Sessions;
using TradingOps.Silo.Simulation;
using TradingOps.Silo.Statistics;
using TradingOps.Silo.Storage.Embedded;
using TradingOps.Silo.Storage.Postgres;

namespace TradingOps.Silo;

/// <summary>The silo process: grains, their store, the dashboard, metrics and health.</summary>
internal static class SiloHost
{
    /// <summary>Runs until the process is asked to stop.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="replace">Services of another host of the same silo, such as one that injects faults.</param>
    public static async Task RunAsync(string[] args, Action<IServiceCollection>? replace = null)
    {
        var builder =
            WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.AddAccess();
        builder.AddLimits();
        builder.AddBreakerDefaults();
        builder.AddKafkaDefaults();
        builder.AddProcessLogging("silo");
        ProcessMetrics.Publish();
        var metrics = builder.Configuration.GetValidated<MetricOptions>(MetricOptions.Section);
        using var orleans = metrics.Enabled ? OrleansMetrics.Start() : null;
        using var traces = metrics.Enabled ? ProcessTraces.Start(builder.Configuration, "silo") : null;
        var storage = builder.Configuration.GetValidated<StorageOptions>(StorageOptions.Section);
        var cluster = builder.Configuration.GetValidated<ClusterOptions>(ClusterOptions.Section);
        var certificates = cluster.LoadCertificates();
        PortTakenException.ThrowIfTaken("Orleans:SiloPort", cluster.SiloPort);
        PortTakenException.ThrowIfTaken("Orleans:GatewayPort", cluster.GatewayPort);
        builder.Services.AddValidated<MetricOptions>(MetricOptions.Section);
        builder.Services.AddTrading(metrics.Enabled);
        var database = storage.Provider == StorageOptions.PostgresProvider ? DatabaseOf(builder.Configuration) : null;
        if (database is null) builder.Services.AddEmbeddedStore(storage);
        else builder.Services.AddPostgresStore(database);
        builder.UseOrleans(silo => silo.UseCluster(cluster, certificates, database, metrics.Enabled));
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = cluster.DrainWithin);
        // Behind Orleans, since hosted services start in this order and these call grains.
        builder.Services.AddTradingLoops();
        builder.Services.AddKafka(builder.Configuration.GetValidated<KafkaOptions>(KafkaOptions.Section));
        builder.Services.AddHostedService<MarketWaker>();
        builder.Services.AddHostedService<AuditWaker>();
        builder.Services.AddHostedService<SimulationStarter>();
        builder.Services.AddSingleton<AuditCheck>().AddSingleton<MarketsCheck>();
        builder.Services.AddHealthChecks().AddCheck<BreakerLeaseCheck>("breaker_lease").AddCheck<MembershipCheck>("membership")
            .AddCheck<AuditCheck>("audit", tags: [HealthApi.ReportedOnly])
            .AddCheck<MarketsCheck>("markets", tags: [HealthApi.ReportedOnly])
            .AddCheck<ClockCheck>("clock", tags: [HealthApi.ReportedOnly])
            .AddCheck<KafkaCheck>("kafka", tags: [HealthApi.ReportedOnly]);
        builder.Services.AddSingleton<IHealthListener, HealthIncidents>().AddHealthWatch();
        replace?.Invoke(builder.Services);
        if (metrics.Enabled) builder.Services.AddSingleton<IIncomingGrainCallFilter, GrainCallMetrics>();
        await using var app = builder.Build();
        CertificateException.ThrowIfUnusable(app);
        app.Services.OpenCalendars();
        app.Services.GetService<KafkaProducer>()?.Open();
        if (database is null) app.Services.OpenEmbeddedStore();
        else await OpenDatabaseAsync(database, storage.Postgres, app);
        // Their series are there at zero from the first scrape on.
        Type[] counting = [typeof(AccountMetrics), typeof(BookMetrics), typeof(AuditMetrics), typeof(MarketDataMetrics)];
        foreach (var metric in counting) app.Services.GetRequiredService(metric);
        app.UseSecurityHeaders(policy: null);
        app.UseAccess();
        app.MapHealth();
        app.MapMetrics("/metrics").RequireRole(Role.Viewer);
        if (metrics.Enabled)
        {
            app.MapOrleansDashboard(routePrefix: "/orleans").RequireRoleOfBrowser(Role.Viewer);
            app.MapGet("/", () => Results.Redirect("/orleans/")).AllowAnyone();
        }
        app.MapStateHashes();
        if (database is null) app.MapBackup(storage);
        await app.RunAsync();
    }

    private static async Task OpenDatabaseAsync(string database, PostgresOptions options, WebApplication app)
    {
        await PostgresStoreServices.ApplySchemaAsync(database, options, app.Logger);
        await app.Services.GetRequiredService<DatabaseClockWatch>().CheckAsync(CancellationToken.None);
    }

    /// <summary>The connection string. <see cref="SchemaException"/> if there is none.</summary>
    public static string DatabaseOf(IConfiguration configuration) => configuration.GetConnectionString("TradingOps")
        ?? throw new SchemaException("ConnectionStrings:TradingOps is missing: Storage:Provider PostgreSql needs it");
}
