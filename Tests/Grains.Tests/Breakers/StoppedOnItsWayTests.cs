using Microsoft.Extensions.DependencyInjection;
using TradingOps.Engine.Books;
using TradingOps.Engine.Breakers;
using TradingOps.Engine.Errors;
using TradingOps.Grains.Breakers;
using TradingOps.Grains.Orders;
using TradingOps.Grains.Tests.Cluster;

namespace TradingOps.Grains.Tests.Breakers;

/// <summary>The silo's copy of the breakers is made to lag behind, so these tests have a cluster of their own.</summary>
public sealed class StoppedOnItsWayTests(TradingCluster cluster) : IClassFixture<TradingCluster>
{
    [Fact]
    public async Task Orders_refused_by_a_markets_breaker_do_not_open_their_accounts_breaker()
    {
        var account = cluster.Grains.GetAccount("desk");
        await account.Open(new() { Cash = 1_000_000 });
        await cluster.Grains.GetBreaker(BreakerScope.Symbol("AAPL")).Kill("drill", "anna");
        var cache = cluster.Services.GetRequiredService<BreakerCache>();
        await Eventually.HoldsAsync(() => Task.FromResult(cache.Symbol("AAPL") == BreakerState.Isolated));
        // To the account all is well: only the market knows of its breaker.
        var firm = (await cluster.Grains.GetFirmBreaker().GetBreaker())!;
        cache.Update(new(firm with { Sequence = 1_000 }, false, false, [], []));

        for (var i = 0; i < 20; i++)
        {
            var refused = await account.SubmitOrder(new()
            {
                Symbol = "AAPL",
                Instructions = new(Side.Buy, OrderType.Limit, TimeInForce.Gtc),
                LimitPrice = 100,
                Quantity = i + 1,
            });
            Assert.Equal((SubmitOutcome.Refused, TradingError.BreakerOpen, "the breaker of the symbol is isolated"),
                (refused.Outcome, refused.Code, refused.Detail));
        }
        Assert.Equal(("closed", 0), ((await account.GetBreaker())!.State, (await account.GetBreaker())!.Sequence));
    }
}
