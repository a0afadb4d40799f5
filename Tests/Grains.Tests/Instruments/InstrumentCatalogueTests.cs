using Microsoft.Extensions.DependencyInjection;
using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Grains.Books;
using TradingOps.Grains.Instruments;
using TradingOps.Grains.Journaling;
using TradingOps.Grains.Orders;
using TradingOps.Grains.Tests.Cluster;

namespace TradingOps.Grains.Tests.Instruments;

public sealed class InstrumentCatalogueTests(TradingCluster cluster) : IClassFixture<TradingCluster>
{
    private static readonly InstrumentView Stock = new()
    {
        Symbol = "NEW",
        AssetClass = AssetClass.Equity,
        Currency = "USD",
        TickSize = 0.5m,
        LotSize = 10,
        Multiplier = 1,
        MinQuantity = 10,
        MaxQuantity = 1000,
        InitialMargin = 1,
    };

    private IInstrumentCatalogueGrain Catalogue => cluster.Grains.GetInstrumentCatalogue();

    [Fact]
    public async Task A_new_symbol_is_traded_at_once_and_known_after_a_restart()
    {
        var put = await Catalogue.Put(Stock with { Symbol = "NEWA" }, "tester");
        Assert.True(put.IsNew);
        Assert.Equal(OrderStatus.Accepted, (await Buy("NEWA", 20, 99.5m)).Order!.Status);
        Assert.Equal(TradingError.InvalidQuantity, (await Buy("NEWA", 15, 99.5m)).Code);
        Assert.Equal(TradingError.PriceNotOnTick, (await Buy("NEWA", 20, 99.25m)).Code);

        await cluster.Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
        Assert.Equal(put.Instrument, await Catalogue.Find("NEWA"));
        Assert.False((await Catalogue.Put(Stock with { Symbol = "NEWA" }, "tester")).IsNew);
    }

    [Fact]
    public async Task Units_stay_as_they_are_once_there_were_orders()
    {
        await Catalogue.Put(Stock with { Symbol = "NEWB" }, "tester");
        Assert.Null((await Catalogue.Put(Stock with { Symbol = "NEWB", TickSize = 0.25m }, "tester")).Code);
        await Buy("NEWB", 10, 99.25m);
        var refused = await Catalogue.Put(Stock with { Symbol = "NEWB", TickSize = 0.1m }, "tester");
        Assert.Equal(TradingError.InstrumentInUse, refused.Code);
        Assert.Equal(0.25m, (await Catalogue.Find("NEWB"))!.TickSize);
        Assert.Equal(500, (await Catalogue.Put(
            Stock with { Symbol = "NEWB", TickSize = 0.25m, MaxQuantity = 500 }, "tester")).Instrument!.MaxQuantity);
        Assert.Equal(TradingError.InvalidQuantity, (await Buy("NEWB", 510, 99.25m)).Code);
    }

    [Fact]
    public async Task While_its_units_change_a_market_takes_no_first_order()
    {
        await Catalogue.Put(Stock with { Symbol = "NEWC" }, "tester");
        // Opens the account, which would be held as well.
        await Buy("MSFT", 10, 99.5m);
        cluster.Journal.Hold();
        var put = Catalogue.Put(Stock with { Symbol = "NEWC", TickSize = 0.25m }, "tester");
        await cluster.Journal.UntilHeldAsync();
        var refused = await Record.ExceptionAsync(() => Buy("NEWC", 10, 99.5m));
        cluster.Journal.Release();
        Assert.Equal(TradingError.MarketRestoring, Assert.IsType<TradingUnavailableException>(refused).Code);
        Assert.Null((await put).Code);
        Assert.Equal(99.25m, (await Retry.UntilAnsweredAsync(() => Buy("NEWC", 10, 99.25m))).Order!.Request.LimitPrice);
        Assert.Equal(99.25m, (await cluster.Grains.GetOrderBook("NEWC").GetMark()).Bid);
    }

    [Fact]
    public async Task A_failed_change_of_units_succeeds_when_it_is_repeated()
    {
        await Catalogue.Put(Stock with { Symbol = "NEWD" }, "tester");
        var finer = Stock with { Symbol = "NEWD", TickSize = 0.25m };
        cluster.Journal.Failure = new JournalException("the disk is full");
        await Assert.ThrowsAsync<TradingUnavailableException>(() => Catalogue.Put(finer, "tester"));
        cluster.Journal.Failure = null;
        Assert.Null((await Retry.UntilAnsweredAsync(() => Catalogue.Put(finer, "tester"))).Code);
        Assert.Equal(SubmitOutcome.Accepted, (await Retry.UntilAnsweredAsync(() => Buy("NEWD", 10, 99.25m))).Outcome);
    }

    [Fact]
    public async Task An_order_that_was_counted_in_other_ticks_is_not_taken()
    {
        await Catalogue.Put(Stock with { Symbol = "NEWE" }, "tester");
        var order = new PlaceOrder
        {
            Spec = new() { Instructions = new(Side.Buy, OrderType.Limit, TimeInForce.Gtc), Price = 199, Quantity = 1 },
        };
        var market = cluster.Grains.GetOrderBook("NEWE");
        await Assert.ThrowsAsync<TradingUnavailableException>(
            () => market.Place(new("other", long.MaxValue, 0, 0.25m, 10, [order], Acting.Test)));
        await market.Place(new("other", long.MaxValue, 0, 0.5m, 10, [order], Acting.Test));
        Assert.Equal(99.5m, (await market.GetMark()).Bid);
    }

    [Theory]
    [InlineData(InstrumentStatus.Halted, TradingError.Halted)]
    [InlineData(InstrumentStatus.Expired, TradingError.Expired)]
    public async Task What_is_not_open_takes_no_order_and_every_cancel(InstrumentStatus status, TradingError code)
    {
        var symbol = "NEW" + code.ToName().ToUpperInvariant();
        await Catalogue.Put(Stock with { Symbol = symbol }, "tester");
        var resting = await Buy(symbol, 10, 50);
        await Catalogue.Put(Stock with { Symbol = symbol, Status = status }, "tester");
        var refused = await Buy(symbol, 10, 50);
        Assert.Equal((SubmitOutcome.Refused, code, OrderStatus.Rejected), (refused.Outcome, refused.Code, refused.Order!.Status));
        var canceled = await cluster.Grains.GetOrderBook(symbol).Cancel(resting.Order!.Id);
        Assert.False(canceled.Order!.IsOpen);
        await Catalogue.Put(Stock with { Symbol = symbol }, "tester");
        Assert.Equal(SubmitOutcome.Accepted, (await Buy(symbol, 10, 50)).Outcome);
    }

    [Fact]
    public async Task What_is_closed_takes_orders_for_the_next_session()
    {
        await Catalogue.Put(Stock with { Symbol = "NEWNEXT", Status = InstrumentStatus.Closed }, "tester");
        var waiting = await Buy("NEWNEXT", 10, 50);
        Assert.Equal((SubmitOutcome.Accepted, OrderStatus.Accepted), (waiting.Outcome, waiting.Order!.Status));
        Assert.Equal("closed", (await cluster.Grains.GetOrderBook("NEWNEXT").GetBook(1))!.Status);
        await Catalogue.Put(Stock with { Symbol = "NEWNEXT" }, "tester");
        Assert.Equal(SubmitOutcome.Accepted, (await Buy("NEWNEXT", 10, 50)).Outcome);
        Assert.Equal("open", (await cluster.Grains.GetOrderBook("NEWNEXT").GetBook(1))!.Status);
    }

    [Fact]
    public async Task An_instrument_after_its_last_day_is_expired()
    {
        var future = Stock with { Symbol = "OLDZ0", AssetClass = AssetClass.Futures, Expiry = new(2020, 12, 18) };
        Assert.Equal(InstrumentStatus.Expired, (await Catalogue.Put(future, "tester")).Instrument!.Status);
        Assert.Equal(TradingError.Expired, (await Buy("OLDZ0", 10, 50)).Code);
    }

    [Fact]
    public async Task A_wrong_instrument_is_refused_with_what_is_wrong()
    {
        var wrong = await Catalogue.Put(Stock with { TickSize = 0 }, "tester");
        Assert.Equal(TradingError.InvalidInstrument, wrong.Code);
        Assert.Contains("tick_size 0", wrong.Detail, StringComparison.Ordinal);
        Assert.Null(await Catalogue.Find("NEW"));
        Assert.False(cluster.Services.GetRequiredService<InstrumentCatalogue>().TryGet("NEW", out _));
    }

    [Fact]
    public async Task An_option_is_found_by_its_padded_symbol() =>
        Assert.Equal("AAPL271217C00170000", (await Catalogue.Find("AAPL  271217C00170000"))!.Symbol);

    private Task<SubmitResult> Buy(string symbol, decimal quantity, decimal price) =>
        cluster.Grains.GetAccount("catalogue-tester").SubmitOrder(new()
        {
            Symbol = symbol,
            Instructions = new(Side.Buy, OrderType.Limit, TimeInForce.Gtc),
            Quantity = quantity,
            LimitPrice = price,
        });
}
