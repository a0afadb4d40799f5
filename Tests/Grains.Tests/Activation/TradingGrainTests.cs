using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

namespace TradingOps.Grains.Tests.Activation;

public sealed class TradingGrainTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Grains_that_call_each_other_while_starting_do_not_deadlock()
    {
        var builder = new InProcessTestClusterBuilder(initialSilosCount: 1);
        builder.ConfigureSilo((_, silo) => silo.Services.AddSingleton(new Barrier(2)));
        var cluster = builder.Build();
        await cluster.DeployAsync();
        for (var pair = 0; pair < 10; pair++)
        {
            var (left, right) = (Grain($"left-{pair}"), Grain($"right-{pair}"));
            await Task.WhenAll(left.Meet(right), right.Meet(left)).WaitAsync(Patience);
        }
        // Not after a failure: what is deadlocked cannot be stopped.
        await cluster.DisposeAsync();

        IMeetingGrain Grain(string name) => cluster.Client.GetGrain<IMeetingGrain>(name);
    }

    [Fact]
    public void Every_grain_is_a_trading_grain() => Assert.Empty(
        from type in typeof(TradingGrain).Assembly.GetTypes()
        where type.IsAssignableTo(typeof(Grain)) && !type.IsAssignableTo(typeof(TradingGrain))
        select type.Name);
}
