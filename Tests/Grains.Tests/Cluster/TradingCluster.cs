using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.TestingHost;
using TradingOps.EndToEnd.Tests.Stack;
using TradingOps.Engine.Instruments;
using TradingOps.Grains.Accounts;
using TradingOps.Grains.Audit;
using TradingOps.Grains.Books;
using TradingOps.Grains.Breakers;
using TradingOps.Grains.Firm;
using TradingOps.Grains.Instruments;
using TradingOps.Grains.Journaling;
using TradingOps.Grains.Marks;
using TradingOps.Silo.Breakers;
using TradingOps.Silo.Firm;
using TradingOps.Silo.Incidents;
using TradingOps.Silo.Instruments;
using TradingOps.Silo.Sessions;
using TradingOps.Silo.Storage.Embedded;

namespace TradingOps.Grains.Tests.Cluster;

/// <summary>One silo in this process over a real embedded store in a temporary folder.</summary>
public class TradingCluster : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tradingops-grains-");
    private InProcessTestCluster _cluster = null!;

    internal ShiftedClock Clock { get; } = new();

    internal FaultyJournal Journal => (FaultyJournal)Services.GetRequiredService<IJournal>();

    internal IServiceProvider Services => _cluster.Silos[0].ServiceProvider;

    internal IGrainFactory Grains => _cluster.Client;

    public async Task InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder(initialSilosCount: 1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<TimeProvider>(Clock);
            silo.Services.AddSingleton(InstrumentCatalogue.CopyDefault());
            silo.Services.AddSingleton<MarkCache>();
            silo.Services.AddSingleton<FirmOutbox>();
            silo.Services.AddSingleton<AuditMetrics>();
            silo.Services.AddSingleton<FirmMetrics>();
            silo.Services.AddSingleton<SymbolLabels>();
            silo.Services.AddBreakers();
            silo.Services.AddSingleton(Options.Create(new AccountOptions { DayBegins = TradingDay.Begins }));
            silo.Services.AddCalendar();
            silo.Services.AddSingleton<BookMetrics>();
            silo.Services.AddSingleton<AccountMetrics>();
            silo.Services.AddEmbeddedStore(new() { Path = _folder.FullName });
            silo.Services.AddSingleton<IJournal>(s => new FaultyJournal(s.GetRequiredService<EmbeddedJournal>()));
            silo.Services.AddIncidents();
            silo.Services.AddHostedService<BreakerWatch>();
            silo.Services.AddHostedService<CatalogueWatch>();
            silo.Services.AddHostedService<FirmSender>();
            Configure(silo.Services);
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
        var board = Services.GetRequiredService<BreakerCache>();
        await Eventually.HoldsAsync(() => Task.FromResult(board.Firm != Engine.Breakers.BreakerState.Unknown));
    }

    /// <summary>Services besides, or in place of, those of every cluster.</summary>
    protected virtual void Configure(IServiceCollection services)
    {
    }

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
