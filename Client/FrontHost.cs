using Microsoft.AspNetCore.Diagnostics;
using Prometheus;
using TradingOps.Client.Accounts;
using TradingOps.Client.Audit;
using TradingOps.Client.AuditTrail;
using TradingOps.Client.Books;
using TradingOps.Client.Breakers;
using TradingOps.Client.Cluster;
using TradingOps.Client.Contract;
using TradingOps.Client.Dashboard;
using TradingOps.Client.Desks;
using TradingOps.Client.Firm;
using TradingOps.Client.Incidents;
using TradingOps.Client.Instruments;
using TradingOps.Client.Losses;
using TradingOps.Client.MarketData;
using TradingOps.Client.Metrics;
using TradingOps.Client.Orders;
using TradingOps.Client.Parameters;
using TradingOps.Client.Prices;
using TradingOps.Client.Problems;
using TradingOps.Client.Risk;
using TradingOps.Client.Runbooks;
using TradingOps.Client.Streams;
using TradingOps.Client.Trades;
using TradingOps.Hosting;
using TradingOps.Hosting.Access;
using TradingOps.Hosting.Health;
using TradingOps.Hosting.Limits;
using TradingOps.Hosting.Traces;

namespace TradingOps.Client;

/// <summary>The front process: HTTP in, grain calls out.</summary>
internal static class FrontHost
{
    /// <summary>Runs until the process is asked to stop.</summary>
    public static async Task RunAsync(string[] args)
    {
        var builder =
            WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        var roles = FrontRoleNames.Read(builder.Configuration);
        builder.AddAccess();
        builder.AddLimits();
        builder.AddProcessLogging("front");
        ProcessMetrics.Publish();
        var metrics = builder.Configuration.GetValidated<MetricOptions>(MetricOptions.Section);
        using var orleans = metrics.Enabled ? OrleansMetrics.Start() : null;
        using var traces = metrics.Enabled ? ProcessTraces.Start(builder.Configuration, "front") : null;
        var cluster = builder.Configuration.GetValidated<FrontOptions>(FrontOptions.Section);
        // A front waits for its cluster as long as it takes: what keeps it from listening has to be said before that.
        PortTakenException.ThrowIfTaken(builder.Configuration);
        builder.AddCluster(cluster, cluster.LoadCertificates());
        builder.Services.AddSingleton(new CancelRetry(cluster));
        builder.Services.AddSingleton<OrderRate>();
        builder.Services.AddSingleton<OrderOperations>();
        builder.Services.AddSingleton(metrics);
        builder.Services.ConfigureHttpJsonOptions(options =>
        {
            // Answers are written with these options, bodies are read with those of ApiJson: they are the same.
            var (answers, api) = (options.SerializerOptions, ApiJson.Default.Options);
            answers.Encoder = api.Encoder;
            answers.PropertyNamingPolicy = api.PropertyNamingPolicy;
            foreach (var converter in api.Converters) answers.Converters.Add(converter);
            answers.TypeInfoResolverChain.Insert(0, ApiJson.Default);
        });
        builder.Services.AddContract();
        builder.Services.AddStreams();
        builder.Services.AddHealthWatch();
        builder.WebHost.UseSockets(StreamSockets.Bound);
        await using var app = builder.Build();
        CertificateException.ThrowIfUnusable(app);
        app.UseExceptionHandler(error => error.Run(context =>
            Problem.OfFailure(context.Features.Get<IExceptionHandlerFeature>()?.Error).ExecuteAsync(context)));
        app.UseStatusCodePages(context => Problem.OfStatus(context.HttpContext).ExecuteAsync(context.HttpContext));
        if (metrics.Enabled) app.UseMiddleware<ApiMetrics>();
        app.UseSecurityHeaders();
        if (roles.HasFlag(FrontRoles.Gateway)) app.UseDashboardAssets();
        app.UseAccess();
        app.UseStrictRequests();
        app.UseWebSockets(new() { KeepAliveInterval = TimeSpan.FromSeconds(15), KeepAliveTimeout = TimeSpan.FromSeconds(30) });
        var api = app.MapGroup("").AddEndpointFilter<ClusterFilter>().Problems(401, 403, 429, 503);
        if (roles.HasFlag(FrontRoles.Gateway))
        {
            api.MapGateway();
            // Its series are there before the first stream.
            app.Services.GetRequiredService<StreamMetrics>();
            app.MapRunbooks();
            app.MapDashboard();
        }
        if (roles.HasFlag(FrontRoles.MarketData))
        {
            api.MapMarketData();
            api.MapFeeds();
            api.MapPrices();
        }
        app.MapContract();
        app.MapHealth();
        app.MapMetrics("/metrics").RequireRole(Role.Viewer);
        await app.RunAsync();
    }

    private static void MapGateway(this RouteGroupBuilder api)
    {
        api.MapOrders();
        api.MapOrderBatch();
        api.MapBooks();
        api.MapTrades();
        api.MapAccounts();
        api.MapFirm();
        api.MapDesks();
        api.MapGroupLimits();
        api.MapAudit();
        api.MapAuditTrail();
        api.MapInstruments();
        api.MapBreakers();
        api.MapIncidents();
        api.MapLosses();
        api.MapStreams();
    }
}
