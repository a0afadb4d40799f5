using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TradingOps.Grains.Breakers;
using TradingOps.Grains.Tests.Cluster;

namespace TradingOps.Grains.Tests.Breakers;

/// <summary>
/// A cluster whose shares trade within 10 % of their reference, and that watches an index. Its steps are short.
/// </summary>
public sealed class BandedCluster : TradingCluster
{
    protected override void Configure(IServiceCollection services) =>
        services.AddSingleton(Options.Create(new BreakerOptions
        {
            Bands = new() { Equity = 0.10m },
            Symbol = new() { LimitStateLasts = TimeSpan.FromSeconds(1), PauseLasts = TimeSpan.FromSeconds(1) },
            Index = "SPY",
        }));
}
