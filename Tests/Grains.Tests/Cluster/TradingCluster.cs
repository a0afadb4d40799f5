using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.TestingHost;
using TradingOps.Grains.Accounts;
using TradingOps.Grains.Breakers;
using TradingOps.Grains.Journaling;
using TradingOps.Silo;
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
            silo.Services.AddTrading(isMeasured: true);
            silo.Services.AddSingleton<TimeProvider>(Clock);
            // Tests trade at prices of their own, far from the reference prices of the catalogue.
            silo.Services.AddSingleton(
                Options.Create(new AccountOptions { DayBegins = TradingDay.Begins, DayZone = "UTC", PriceCollar = 0 }));
            silo.Services.AddEmbeddedStore(new() { Path = _folder.FullName });
            silo.Services.AddSingleton<IJournal>(s => new FaultyJournal(s.GetRequiredService<EmbeddedJournal>()));
            silo.Services.AddTradingLoops();
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
