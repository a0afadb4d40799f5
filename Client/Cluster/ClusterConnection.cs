using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orleans.Configuration;
using Orleans.Messaging;
using TradingOps.Hosting.Health;
using TradingOps.Hosting.Transport;

namespace TradingOps.Client.Cluster;

/// <summary>
/// The front's connection to the silos: it waits for them while they are away, and follows those that are alive.
/// </summary>
internal static class ClusterConnection
{
    /// <summary>How often the front asks which silos are alive, and tries again where there is none.</summary>
    public static readonly TimeSpan RefreshEvery = TimeSpan.FromSeconds(1);

    public static void AddCluster(
        this WebApplicationBuilder builder, FrontOptions cluster, TransportCertificates? certificates)
    {
        // The front listens while the cluster is away, and says so; it connects when there is one.
        builder.Services.Configure<HostOptions>(options => options.ServicesStartConcurrently = true);
        var gateways = new LiveGateways(cluster);
        builder.Services.AddSingleton(cluster);
        builder.Services.AddSingleton(gateways);
        builder.Services.AddSingleton<IGatewayListProvider>(gateways);
        builder.UseOrleansClient(client => Configure(client, cluster, certificates));
        builder.Services.AddHostedService<GatewayWatch>();
        builder.Services.AddHealthChecks().AddCheck<ClusterCheck>("cluster")
            .Add(OfSilo("database"))
            .Add(OfSilo("journal"))
            .Add(OfSilo("membership"))
            .Add(OfSilo("breaker_lease", HealthApi.ReportedOnly))
            .Add(OfSilo("audit", HealthApi.ReportedOnly))
            .Add(OfSilo("markets", HealthApi.ReportedOnly))
            .Add(OfSilo("clock", HealthApi.ReportedOnly));
    }

    /// <summary>
    /// A check that passes on the front while some of a silo's do. Where cancels still pass, it is only reported.
    /// </summary>
    private static HealthCheckRegistration OfSilo(string name, params string[] tags) =>
        new(name, services => ActivatorUtilities.CreateInstance<SiloCheck>(services, name), failureStatus: null, tags);

    private static void Configure(IClientBuilder client, FrontOptions cluster, TransportCertificates? certificates)
    {
        client.Configure<ClusterOptions>(options =>
        {
            options.ClusterId = cluster.ClusterId;
            options.ServiceId = cluster.ServiceId;
        });
        client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = RefreshEvery);
        client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = cluster.CallTimeout);
        if (certificates is not null)
            client.Configure<ClientConnectionOptions>(options =>
                options.ConfigureConnection(connection => connection.UseTlsTo(TransportRole.Silo, certificates)));
        client.UseConnectionRetryFilter(async (_, cancellationToken) =>
        {
            await Task.Delay(RefreshEvery, cancellationToken);
            return true;
        });
    }
}
