using TradingOps.Engine.Books;
using TradingOps.Engine.Breakers;
using TradingOps.Grains.Books;
using TradingOps.Grains.Breakers;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Tests.Breakers;

public sealed class PriceBandTests(BandedCluster cluster) : IClassFixture<BandedCluster>
{
    private const string Symbol = "AAPL";

    private IBreakerGrain Breaker => cluster.Grains.GetBreaker(BreakerScope.Symbol(Symbol));

    [Fact]
    public async Task A_market_pushed_out_of_its_band_pauses_and_reopens()
    {
        await cluster.TradeAsync(Symbol, 100);
        // Its third record sets the band around its first trade.
        await BandedCluster.EventuallyAsync(async () => (await BookAsync()).Sequence == 3);
        await cluster.SubmitAsync("seller", Symbol, Side.Sell, 115);
        var pushed = await cluster.SubmitAsync("buyer", Symbol, Side.Buy, 115);
        Assert.Equal((0, 110, OrderStatus.Accepted), (pushed.FilledQuantity, pushed.LimitPrice, pushed.Status));
        var stored = await cluster.Grains.GetOrderQueries().FindOrder(pushed.Id);
        Assert.Equal((110, 115), (stored!.LimitPrice, stored.Request.LimitPrice));

        await BandedCluster.EventuallyAsync(async () => (await Breaker.GetBreaker())!.State == "open");
        Assert.Equal("halted", (await BookAsync()).Status);
        var history = await Breaker.ReadHistory(null, 10);
        Assert.Equal(["open", "limit_state"], history.Select(change => change.State));
        Assert.All(history, change =>
            Assert.Equal(("price_band", 115m, 110m), (change.Cause, change.Value, change.Threshold)));

        await BandedCluster.EventuallyAsync(async () => (await Breaker.GetBreaker())!.State == "half_open");
        await BandedCluster.EventuallyAsync(async () => (await BookAsync()).Status == "open");
        await cluster.Grains.GetOrderBook(Symbol).Cancel(pushed.Id);
        // The band is around the quotes that paused it now.
        await cluster.TradeAsync(Symbol, 112);
    }

    private async Task<BookView> BookAsync() => (await cluster.Grains.GetOrderBook(Symbol).GetBook(1))!;
}
