using TradingOps.Engine.Books;
using TradingOps.Engine.Breakers;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Grains.Orders;
using TradingOps.Grains.Tests.Cluster;

namespace TradingOps.Grains.Tests.Breakers;

/// <summary>A halt of an underlying is a halt of its options, for as long as it lasts.</summary>
public sealed class UnderlyingHaltTests(TradingCluster cluster) : IClassFixture<TradingCluster>
{
    private const string Underlying = "AAPL";

    [Fact]
    public async Task Options_stop_and_go_on_with_the_breaker_of_their_underlying()
    {
        const string Option = "AAPL271217C00190000";
        await SubmitAsync("seller", Option, Side.Sell, 10);
        var breaker = cluster.Grains.GetBreaker(BreakerScope.Symbol(Underlying));
        Assert.Equal("open", (await breaker.Trip("news", "ann"))!.State);
        await UntilAsync(Option, "halted");

        // What can rest is taken, and trades with nobody.
        var bid = await SubmitAsync("buyer", Option, Side.Buy, 10);
        Assert.Equal(OrderStatus.Accepted, bid.Order!.Status);
        Assert.Equal(TradingError.Halted, (await SubmitAsync("buyer", Option, Side.Buy, null)).Code);
        Assert.Equal("closed", (await cluster.Grains.GetBreaker(BreakerScope.Symbol(Option)).GetBreaker())!.State);

        Assert.Equal("half_open", (await breaker.Reset("over", "ann"))!.Breaker.State);
        await UntilAsync(Option, "open");
        await Eventually.HoldsAsync(async () =>
            (await cluster.Grains.GetOrderQueries().FindOrder(bid.Order.Id))!.Status == OrderStatus.Filled);
    }

    [Fact]
    public async Task Options_take_nothing_while_a_person_halts_their_underlying()
    {
        const string Option = "AAPL271217P00190000";
        await SubmitAsync("seller", Option, Side.Sell, 10);
        await PutAsync(InstrumentStatus.Halted);
        var refused = await SubmitAsync("buyer", Option, Side.Buy, 10);
        Assert.Equal((TradingError.Halted, true), (refused.Code, refused.Detail!.Contains(Underlying, StringComparison.Ordinal)));
        await UntilAsync(Option, "halted");

        await PutAsync(InstrumentStatus.Open);
        Assert.Equal(OrderStatus.Filled, (await SubmitAsync("buyer", Option, Side.Buy, 10)).Order!.Status);
        await UntilAsync(Option, "open");
    }

    private async Task PutAsync(InstrumentStatus status)
    {
        var catalogue = cluster.Grains.GetInstrumentCatalogue();
        var put = await catalogue.Put((await catalogue.Find(Underlying))! with { Status = status }, "ann");
        Assert.Null(put.Code);
    }

    private Task UntilAsync(string option, string status) => Eventually.BecomesAsync(
        async () => (await cluster.Grains.GetOrderBook(option).GetBook(1))!.Status, shown => shown == status, what: option);

    private Task<SubmitResult> SubmitAsync(string account, string option, Side side, decimal? price) =>
        cluster.Grains.GetAccount(account).SubmitOrder(new()
        {
            Symbol = option,
            Instructions = new(side, price is null ? OrderType.Market : OrderType.Limit, TimeInForce.Gtc),
            LimitPrice = price,
            Quantity = 1,
        });
}
