using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Configuration;
using TradingOps.Grains.Incidents;
using TradingOps.Grains.Journaling;
using TradingOps.Grains.Losses;
using TradingOps.Grains.Orders;
using TradingOps.Hosting;
using TradingOps.Silo.Clocks;
using TradingOps.Silo.Health;

namespace TradingOps.Silo.Storage.Postgres;

/// <summary>Registers the store, the membership and the grain storage in PostgreSQL.</summary>
internal static class PostgresStoreServices
{
    /// <summary>What Orleans calls Npgsql.</summary>
    private const string Invariant = "Npgsql";

    /// <summary>For a connection while the silo runs: callers wait for it.</summary>
    private const int PatienceSeconds = 3;

    /// <summary>For a connection at the start, when no request waits and machine and database may be busy.</summary>
    private const int StartPatienceSeconds = 15;

    /// <summary>Journal and queries.</summary>
    public static IServiceCollection AddPostgresStore(this IServiceCollection services, string connectionString)
    {
        services.AddSingleton(
            s => new JournalMetrics("postgresql") { IsOn = s.GetRequiredService<IOptions<MetricOptions>>().Value.Enabled });
        services.AddSingleton(s => StoreLosses.OfSilo(s.GetRequiredService<ILogger<StoreLosses>>()));
        services.AddSingleton(s => CreateSource(connectionString, losses: s.GetRequiredService<StoreLosses>()));
        services.AddSingleton<DatabaseWatch>();
        services.AddHostedService(s => s.GetRequiredService<DatabaseWatch>());
        services.AddSingleton<DatabaseClockWatch>();
        services.AddHostedService(s => s.GetRequiredService<DatabaseClockWatch>());
        services.AddSingleton<PostgresJournal>();
        services.AddSingleton<IJournal>(s => s.GetRequiredService<PostgresJournal>());
        services.AddSingleton<IOrderQueries, PostgresOrderQueries>();
        services.AddSingleton<IIncidentStore, PostgresIncidentStore>();
        services.AddSingleton<ILossStore, PostgresLosses>();
        services.AddHealthChecks().AddCheck<DatabaseCheck>("database").AddCheck<PostgresJournalCheck>("journal");
        return services;
    }

    /// <summary>Membership, and Orleans' own grain storage.</summary>
    public static ISiloBuilder UsePostgres(this ISiloBuilder silo, string connectionString)
    {
        silo.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (Invariant, connectionString));
        // For small, rarely written state of grains, such as switches. No grain has any yet: orders, accounts and breakers are in
        // the journal.
        silo.AddAdoNetGrainStorageAsDefault(
            options => (options.Invariant, options.ConnectionString) = (Invariant, connectionString));
        // Two others declare a silo dead after three missed probes: its grains are back within 15 seconds. Without a lower bound
        // Orleans shortens the probes to half on a quiet network, and a busy machine then loses healthy silos.
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            options.ProbeTimeout = options.MinProbeTimeout = TimeSpan.FromSeconds(2);
            options.MaxProbeTimeout = TimeSpan.FromSeconds(2);
            options.NumMissedProbesLimit = 3;
            options.NumVotesForDeathDeclaration = 2;
            options.TableRefreshTimeout = TimeSpan.FromSeconds(5);
            options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
        });
        return silo;
    }

    /// <summary>
    /// Checks the settings and brings the schema up to date before anything else starts. <see cref="SchemaException"/> if that
    /// cannot be done.
    /// </summary>
    public static async Task ApplySchemaAsync(string connectionString, PostgresOptions options, ILogger logger)
    {
        await using var source = CreateSource(connectionString, StartPatienceSeconds);
        await Durability.CheckAsync(source, options, logger, CancellationToken.None);
        await Schema.ApplyAsync(source, CancellationToken.None);
    }

    /// <summary>Connections to the database. <see cref="SchemaException"/> if the text is no connection string.</summary>
    /// <param name="connectionString">The connection string.</param>
    /// <param name="patienceSeconds">For a connection.</param>
    /// <param name="losses">Looks on every new connection for what was acknowledged; null for a program without records.</param>
    public static NpgsqlDataSource CreateSource(
        string connectionString, int patienceSeconds = PatienceSeconds, StoreLosses? losses = null)
    {
        NpgsqlDataSourceBuilder builder;
        try
        {
            builder = new(connectionString);
        }
        catch (ArgumentException e)
        {
            throw new SchemaException($"ConnectionStrings:TradingOps is not as Npgsql writes it: {e.Message}");
        }
        builder.ConnectionStringBuilder.Timeout = patienceSeconds;
        builder.ConnectionStringBuilder.CommandTimeout = 5;
        // A Unix socket refuses the option.
        if (builder.ConnectionStringBuilder.Host?.StartsWith('/') != true)
        {
            builder.ConnectionStringBuilder.TcpKeepAlive = true;
            builder.ConnectionStringBuilder.TcpKeepAliveTime = 10;
        }
        builder.ConnectionStringBuilder.MaxAutoPrepare = 50;
        builder.ConnectionStringBuilder.AutoPrepareMinUsages = 2;
        if (losses is not null)
            builder.UsePhysicalConnectionInitializer(
                _ => throw new NotSupportedException("connections are opened asynchronously"), losses.CheckAsync);
        return builder.Build();
    }
}
