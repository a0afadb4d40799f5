using Orleans.Configuration;
using Orleans.Dashboard;
using TradingOps.Grains;
using TradingOps.Hosting.Transport;
using TradingOps.Silo.Storage.Postgres;

namespace TradingOps.Silo.Cluster;

/// <summary>How the silo joins the others.</summary>
internal static class SiloCluster
{
    /// <summary>
    /// An account reads what its markets did while it slept: a start that is given up would begin again at the same place.
    /// </summary>
    private static readonly TimeSpan ActivationTimeout = TimeSpan.FromMinutes(10);

    /// <summary>The default of one second costs one hundredth of a processor without a viewer.</summary>
    private const int DashboardIntervalMs = 5_000;

    /// <summary>One silo without a database, or one of any number over it.</summary>
    public static void UseCluster(this ISiloBuilder silo, ClusterOptions cluster, TransportCertificates? certificates,
        string? database, bool isMeasured)
    {
        if (database is null)
        {
            silo.UseLocalhostClustering(cluster.SiloPort, cluster.GatewayPort, null, cluster.ServiceId, cluster.ClusterId);
        }
        else
        {
            silo.UsePostgres(database);
            silo.ConfigureEndpoints(cluster.ResolveAddress(), cluster.SiloPort, cluster.GatewayPort);
            silo.Configure<Orleans.Configuration.ClusterOptions>(options =>
            {
                options.ClusterId = cluster.ClusterId;
                options.ServiceId = cluster.ServiceId;
            });
        }
        if (certificates is not null) silo.Configure<SiloConnectionOptions>(options => Protect(options, certificates));
        silo.Services.AddSingleton<IFatalErrorHandler, EndOfSilo>();
        silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = CallTimeouts.Of(CallTimeouts.Account));
        silo.Configure<GrainCollectionOptions>(options => options.ActivationTimeout = ActivationTimeout);
        silo.Services.AddKeyedSingleton<TimeProvider>(TimeProviderNames.ActivationManagement, new SteadyClock());
        if (isMeasured) silo.AddDashboard(options => options.CounterUpdateIntervalMs = DashboardIntervalMs);
    }

    /// <summary>A front is no silo: with its certificate it reaches the gateway only.</summary>
    private static void Protect(SiloConnectionOptions options, TransportCertificates certificates)
    {
        options.ConfigureSiloOutboundConnection(c => c.UseTlsTo(TransportRole.Silo, certificates));
        options.ConfigureSiloInboundConnection(c => c.UseTlsFrom(TransportRole.Silo, certificates));
        options.ConfigureGatewayInboundConnection(c => c.UseTlsFrom(TransportRole.Front, certificates));
    }
}
