using Orleans.Core.Internal;
using TradingOps.Engine.Books;
using TradingOps.Engine.MarketData;
using TradingOps.Grains.Journaling;
using TradingOps.Grains.MarketData;
using TradingOps.Grains.Orders;
using TradingOps.Grains.Tests.Cluster;

namespace TradingOps.Grains.Tests.MarketData;

/// <summary>Prices and bars of a symbol, by its own market and by a feed.</summary>
public sealed class MarketDataGrainTests(TradingCluster cluster) : IClassFixture<TradingCluster>
{
    private static readonly long Noon = Timeframe.MidnightOf(new(2026, 1, 5)) + 17 * 3_600_000_000L;

    [Fact]
    public async Task Every_trade_of_the_market_is_in_its_bars_once()
    {
        var data = cluster.Grains.GetMarketData("AAPL");
        var trades = new List<(decimal Price, decimal Quantity)>();
        for (var i = 0; i < 40; i++)
        {
            var (price, quantity) = (100 + i % 7, 1m + i % 3);
            await SubmitAsync("maker", "AAPL", Side.Sell, price, quantity);
            await SubmitAsync("taker", "AAPL", Side.Buy, price, quantity);
            trades.Add((price, quantity));
            // A reader sees every durable trade; a grain that restarts continues where it was.
            if (i % 10 == 9) await AssertDayAsync();
            if (i % 20 == 19) await RestartAsync(data);
        }
        await AssertDayAsync();
        var price2 = await data.GetPrice();
        Assert.Equal(("AAPL", MarketDataState.OwnBook, trades[^1].Price, trades[^1].Quantity, false),
            (price2!.Symbol, price2.Source, price2.Last, price2.LastSize, price2.IsStale));

        async Task AssertDayAsync()
        {
            var bars = (await ReadAsync(data, "1Day")).ToList();
            Assert.Equal(trades.Count, bars.Sum(b => b.Count));
            Assert.Equal(trades.Sum(t => t.Quantity), bars.Sum(b => b.Volume));
            Assert.Equal(trades.Sum(t => t.Price * t.Quantity), Math.Round(bars.Sum(b => b.Vwap * b.Volume), 9));
            Assert.Equal((trades[0].Price, trades[^1].Price), (bars[0].Open, bars[^1].Close));
            var minutes = await ReadAsync(data, "1Min");
            Assert.Equal(bars.Sum(b => b.Volume), minutes.Sum(b => b.Volume));
        }
    }

    [Fact]
    public async Task A_bar_whose_write_fails_is_read_again()
    {
        cluster.Journal.MarketDataOf = "QQQ";
        var data = cluster.Grains.GetMarketData("QQQ");
        await TradeAsync("QQQ", 100, 5);
        cluster.Journal.Failure = new JournalException("the disk is full");
        await Assert.ThrowsAsync<TradingUnavailableException>(() => ReadAsync(data, "1Day"));
        cluster.Journal.Failure = null;
        Assert.Equal(5, (await Retry.UntilAnsweredAsync(() => ReadAsync(data, "1Day"))).Single().Volume);
        // The record is there, and its writer did not hear it.
        await TradeAsync("QQQ", 101, 3);
        cluster.Journal.LoseNextAnswer = true;
        await Assert.ThrowsAsync<TradingUnavailableException>(() => ReadAsync(data, "1Day"));
        Assert.Equal((8, 101), await Retry.UntilAnsweredAsync(async () =>
            (await ReadAsync(data, "1Day")).Single() is var bar ? (bar.Volume, bar.Close) : default));
        cluster.Journal.MarketDataOf = null;
    }

    [Fact]
    public async Task Ticks_of_a_feed_count_once_however_often_they_come()
    {
        var data = cluster.Grains.GetMarketData("MSFT");
        await TradeAsync("MSFT", 100, 5);
        var batch = Batch("f", Trade(1, 400, 10), Quote(2, 399.9m, 400.1m), Trade(3, 401, 20));
        await data.Take(batch);
        await data.Take(batch);
        await RestartAsync(data);
        // What overlaps is taken from where it is new.
        await data.Take(Batch("f", Trade(3, 401, 20), Trade(4, 402, 5)));
        // Another run begins at its own place.
        await data.Take(new("f", 2, [Trade(1, 390, 1)]));

        var bars = await ReadAsync(data, "1Min", Noon);
        Assert.Equal(new BarView(Time.FromMicroseconds(Noon), 400, 402, 390, 390, 36, 4, (4000m + 8020 + 2010 + 390) / 36),
            Assert.Single(bars, b => b.Start <= Time.FromMicroseconds(Noon)));
        var price = await data.GetPrice();
        Assert.Equal(("f", 390m, 1m, false), (price!.Source, price.Last, price.LastSize, price.IsStale));
        // The trade of the market was before the feed; what it trades during the feed is not in the bars.
        await TradeAsync("MSFT", 100, 7);
        Assert.Equal(5 + 36, (await ReadAsync(data, "1Day")).Sum(b => b.Volume));
        await data.Release("another", 1);
        Assert.Equal("f", (await data.GetPrice())!.Source);
        await data.Release("f", 2);
        // What comes late of the run is left out.
        Assert.False((await data.Take(new("f", 2, [Trade(9, 1, 1), Trade(0, 1, 1)]))).IsTaken);
        await TradeAsync("MSFT", 101, 9);
        Assert.Equal(5 + 36 + 9, (await ReadAsync(data, "1Day")).Sum(b => b.Volume));
        Assert.Equal((MarketDataState.OwnBook, 101m), ((await data.GetPrice())!.Source, (await data.GetPrice())!.Last));
    }

    [Fact]
    public async Task Positions_are_valued_at_the_prices_of_a_feed_until_it_ends()
    {
        await TradeAsync("NVDA", 100, 10);
        var (book, data) = (cluster.Grains.GetOrderBook("NVDA"), cluster.Grains.GetMarketData("NVDA"));
        Assert.Equal((100, false), ((await book.GetMark()).Price, (await book.GetMark()).IsPrevious));
        var answer = await cluster.Grains.GetFeeds().Add(
            new() { Id = "g", Kind = FeedKind.Push, Symbols = ["NVDA"] }, Acting.Test);
        var run = answer.Feed!.Run;
        // A feed that was not heard of leaves no price to trade by.
        await Eventually.HoldsAsync(async () => (await book.GetMark()).IsPrevious);
        await data.Take(new("g", run, [Trade(1, 180, 1), Quote(2, 179.99m, 180.01m)]));
        await Eventually.HoldsAsync(async () => await book.GetMark() is { Price: 180, IsPrevious: false });
        await Eventually.HoldsAsync(async () =>
            (await cluster.Grains.GetAccount("taker").GetPositions())!.Value.Single(p => p.Symbol == "NVDA").Mark == 180);
        // A wide quote values nothing: the last trade does.
        await data.Take(new("g", run, [Quote(3, 150, 190), Trade(4, 181, 1)]));
        await Eventually.HoldsAsync(async () => (await book.GetMark()).Price == 181);
        // The next run has neither the quote nor the trade of this one.
        await data.Take(new("g", run + 1, [Quote(1, 189, 191)]));
        await Eventually.HoldsAsync(async () => (await book.GetMark()).Price == 190);
        Assert.Null((await data.GetPrice())!.Last);
        await cluster.Grains.GetFeeds().Change("g", FeedAction.Stop, null, Acting.Test);
        await data.Release("g", run + 1);
        await Eventually.HoldsAsync(async () => await book.GetMark() is { Price: 100, IsPrevious: false });
    }

    [Theory]
    [InlineData(0, 1, "price 0 is not above 0 and at most 10000000")]
    [InlineData(-1, 1, "price -1 is not above 0 and at most 10000000")]
    [InlineData(4e27, 1, "price 4000000000000000000000000000 is not above 0 and at most 10000000")]
    [InlineData(1, 0, "quantity 0 is out of range")]
    [InlineData(1, 4e27, "quantity 4000000000000000000000000000 is out of range")]
    public async Task A_tick_beyond_all_bounds_is_left_out(double price, double quantity, string fault)
    {
        var data = cluster.Grains.GetMarketData("AMZN");
        var run = 1_000 + Math.Abs(HashCode.Combine(price, quantity) % 1_000);
        var bad = Trade(1, (decimal)price, (decimal)quantity);
        Assert.Equal(new TickAnswer(true, fault), await data.Take(new("x", run, [bad, Trade(2, 200, 1)])));
        Assert.Equal(200, (await data.GetPrice())!.Last);
        foreach (var at in new[] { -1, Time.ToMicroseconds(DateTimeOffset.UtcNow.AddHours(1)) })
            Assert.Equal(
                "the time is before 1970, or more than a minute ahead",
                (await data.Take(new("x", run, [new(3, at, 200, 1)]))).Fault);
        Assert.Equal("bid 2 is above ask 1", (await data.Take(new("x", run, [Quote(3, 2, 1)]))).Fault);
        await data.Release("x", run);
    }

    [Fact]
    public async Task A_reader_receives_every_change_of_its_symbol()
    {
        var data = cluster.Grains.GetMarketData("SPY");
        var page = await data.ReadFeed(null);
        await SubmitAsync("maker", "SPY", Side.Sell, 500, 4);
        page = await NextAsync(page!, p => p.Price.Ask == 500);
        Assert.Equal((4m, null), (page.Price.AskSize, page.Price.Bid));
        await SubmitAsync("taker", "SPY", Side.Buy, 500, 4);
        page = await NextAsync(page, p => p is { Bar: not null, Price.Ask: null });
        Assert.Equal((500m, 4m), (page.Bar!.Value.Close, page.Bar.Value.Volume));
        await data.Take(Batch("h", Trade(1, 501, 1), Quote(2, 500.5m, 501.5m)));
        page = await NextAsync(page, p => p.Price is { Source: "h", Bid: 500.5m });
        await data.Take(Batch("h", Quote(3, 500.6m, 501.5m)));
        page = await NextAsync(page, p => p.Price.Bid == 500.6m);
        await data.Release("h", 1);
        page = await NextAsync(page, p => p.Price.Source == MarketDataState.OwnBook);
        Assert.Null(page.Price.ReceivedAt);

        Task<DataPage> NextAsync(DataPage from, Func<DataPage, bool> isAsked)
        {
            var last = from;
            return Eventually.BecomesAsync(async () => last = (await data.ReadFeed(last.Version))!, isAsked);
        }
    }

    [Fact]
    public async Task Bars_come_in_pages_from_a_start_and_else_the_newest()
    {
        var data = cluster.Grains.GetMarketData("TSLA");
        await data.Take(new("p", 1, [.. Enumerable.Range(0, 50).Select(i => Trade(i + 1, 200 + i, 1, i * 60))]));
        var newest = await data.ReadBars(new() { Timeframe = "1Min", Limit = 3 });
        Assert.Equal([247m, 248, 249], newest!.Bars.Select(b => b.Close));
        Assert.Null(newest.Next);
        var (closes, start) = (new List<decimal>(), (DateTimeOffset?)DateTimeOffset.UnixEpoch);
        while (start is not null)
        {
            var page = await data.ReadBars(new() { Timeframe = "1Min", Start = start, Limit = 7 });
            closes.AddRange(page!.Bars.Select(b => b.Close));
            start = page.Next;
        }
        Assert.Equal(Enumerable.Range(200, 50).Select(i => (decimal)i), closes);
        Assert.Null(await cluster.Grains.GetMarketData("NOPE").ReadBars(new() { Timeframe = "1Min", Limit = 1 }));
        Assert.Null(await cluster.Grains.GetMarketData("NOPE").GetPrice());
        Assert.Null(await cluster.Grains.GetMarketData("NOPE").ReadFeed(null));
    }

    private static Tick Trade(long place, decimal price, decimal quantity, int second = 0) =>
        new(place, Noon + second * 1_000_000L, price, quantity);

    private static Tick Quote(long place, decimal bid, decimal ask) => new(place, Noon, null, 0, bid, 100, ask, 100);

    private static TickBatch Batch(string feed, params Tick[] ticks) => new(feed, 1, [.. ticks]);

    private static async Task<IReadOnlyList<BarView>> ReadAsync(IMarketDataGrain data, string timeframe, long from = 0) =>
        (await data.ReadBars(new() { Timeframe = timeframe, Start = Time.FromMicroseconds(from), Limit = 1000 }))!.Bars;

    private static async Task RestartAsync(IMarketDataGrain data)
    {
        await data.Cast<IGrainManagementExtension>().DeactivateOnIdle();
        await Retry.UntilAnsweredAsync(data.GetPrice);
    }

    private async Task TradeAsync(string symbol, decimal price, decimal quantity)
    {
        await SubmitAsync("maker", symbol, Side.Sell, price, quantity);
        await SubmitAsync("taker", symbol, Side.Buy, price, quantity);
    }

    private async Task SubmitAsync(string account, string symbol, Side side, decimal price, decimal quantity)
    {
        await cluster.Grains.GetAccount(account).Open(new() { Cash = 10_000_000, IsLimited = false });
        var result = await cluster.Grains.GetAccount(account).SubmitOrder(new()
        {
            Symbol = symbol,
            Instructions = new(side, OrderType.Limit, TimeInForce.Gtc),
            Quantity = quantity,
            LimitPrice = price,
        });
        Assert.Equal(SubmitOutcome.Accepted, result.Outcome);
    }
}
