using System.Diagnostics;
using TradingOps.Engine.Books;
using TradingOps.Engine.Breakers;
using TradingOps.Grains.Breakers;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Tests.Breakers;

/// <summary>What prices that move too far do to a symbol, and to the firm.</summary>
public sealed class PriceMoveTests(BandedCluster cluster) : IClassFixture<BandedCluster>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_market_that_is_pushed_out_of_its_band_is_paused_until_nobody_pushes()
    {
        await TradeAsync("AAPL", 100);
        var far = await SubmitAsync("seller", "AAPL", Side.Sell, 115);
        // The band follows its reference when the trade is durable.
        await EventuallyAsync(async () =>
        {
            var pushed = await SubmitAsync("buyer", "AAPL", Side.Buy, 115);
            Assert.Equal(0, pushed.FilledQuantity);
            await cluster.Grains.GetOrderBook("AAPL").Cancel(pushed.Id);
            return (await BreakerAsync("AAPL")).Sequence > 0;
        });
        var push = await SubmitAsync("buyer", "AAPL", Side.Buy, 115);
        await EventuallyAsync(async () => (await BreakerAsync("AAPL")).State == "open");
        Assert.Equal("halted", (await cluster.Grains.GetOrderBook("AAPL").GetBook(1))!.Status);
        var history = await cluster.Grains.GetBreaker(BreakerScope.Symbol("AAPL")).ReadHistory(null, 100);
        Assert.Equal(("price_band", 115m, 110m), (history[^1].Cause, history[^1].Value, history[^1].Threshold));
        Assert.Contains(history, change => (change.From, change.State) == ("limit_state", "open"));

        await cluster.Grains.GetOrderBook("AAPL").Cancel(far.Id);
        await cluster.Grains.GetOrderBook("AAPL").Cancel(push.Id);
        await EventuallyAsync(async () => (await BreakerAsync("AAPL")).State is "half_open" or "closed");
        await EventuallyAsync(async () => (await cluster.Grains.GetOrderBook("AAPL").GetBook(1))!.Status == "open");
        await TradeAsync("AAPL", 101);
    }

    [Fact]
    public async Task The_index_falls_from_its_last_close_and_stops_the_firm()
    {
        // The catalogue's price is 585.10: from there, 555 would be less than 7 % down.
        await TradeAsync("SPY", 600);
        cluster.Clock.MoveTo(cluster.Clock.GetUtcNow().Date.AddDays(1));
        await EventuallyAsync(async () => (await cluster.Grains.GetOrderBook("SPY").GetMark()).LastClose == 600);
        await TradeAsync("SPY", 555);
        await EventuallyAsync(async () => (await cluster.Grains.GetFirmBreaker().GetBreaker())!.State == "open");
        var firm = await cluster.Grains.GetFirmBreaker().GetBreaker();
        Assert.Equal(("index_move", 0.075m, 0.07m, false), (firm!.Cause, firm.Value, firm.Threshold, firm.NeedsPerson));
    }

    private async Task<BreakerView> BreakerAsync(string symbol) =>
        (await cluster.Grains.GetBreaker(BreakerScope.Symbol(symbol)).GetBreaker())!;

    private async Task TradeAsync(string symbol, decimal price)
    {
        await SubmitAsync("seller", symbol, Side.Sell, price);
        Assert.Equal(OrderStatus.Filled, (await SubmitAsync("buyer", symbol, Side.Buy, price)).Status);
    }

    private async Task<OrderView> SubmitAsync(string account, string symbol, Side side, decimal price)
    {
        var result = await cluster.Grains.GetAccount(account).SubmitOrder(new()
        {
            Symbol = symbol,
            Side = side,
            Type = OrderType.Limit,
            TimeInForce = TimeInForce.Gtc,
            LimitPrice = price,
            Quantity = 1,
        });
        Assert.True(result.Outcome == SubmitOutcome.Accepted, $"{result.Code}: {result.Detail}");
        return result.Order!;
    }

    private static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < Patience, $"not so after {Patience}");
            await Task.Delay(20);
        }
    }
}
