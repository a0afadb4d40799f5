using System.IO.Compression;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Core.Internal;
using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;
using TradingOps.Grains.MarketData;
using TradingOps.Grains.MarketData.Feeds;
using TradingOps.Grains.Tests.Cluster;
using TradingOps.Tests.Shared.Recordings;

namespace TradingOps.Grains.Tests.MarketData;

/// <summary>Recorded files as prices and as orders, and feeds that callers push.</summary>
public sealed class FeedTests(FeedTests.FeedCluster cluster) : IClassFixture<FeedTests.FeedCluster>
{
    private static readonly DateOnly Day = new(2026, 1, 5);

    // 09:30 in New York.
    private static readonly DateTimeOffset Open = new(2026, 1, 5, 14, 30, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_csv_file_becomes_bars_with_each_trade_once()
    {
        await using (var file = File.Create(Path.Combine(cluster.Feeds, "trades.csv.gz")))
        await using (var gzip = new GZipStream(file, CompressionLevel.Fastest))
        await using (var text = new StreamWriter(gzip))
        {
            await text.WriteLineAsync("when,sym,px,size");
            for (var i = 0; i < 5_000; i++)
                await text.WriteLineAsync(
                    $"{Open.AddMilliseconds(i * 100):O},{(i % 2 == 0 ? "APPLE" : "NOT WANTED")},{100 + i % 10},{1 + i % 3}");
        }
        await AddAsync(new()
        {
            Id = "csv",
            Kind = FeedKind.File,
            Symbols = ["AAPL"],
            RecordedAs = ["APPLE"],
            File = "trades.csv.gz",
            Columns = ["time=when", "symbol=sym", "price=px", "qty=size"],
            Speed = 0,
        });
        var entry = await UntilAsync("csv", FeedStatus.Finished);
        Assert.Equal((5_001, null), (entry.Place, entry.Fault));
        var bars = await BarsAsync("AAPL");
        Assert.Equal(2_500, bars.Sum(b => b.Count));
        Assert.Equal(Enumerable.Range(0, 2_500).Sum(i => 1 + 2 * i % 3), bars.Sum(b => b.Volume));
        Assert.Equal(Open, bars[0].Start);
        // At the end of its recording a feed gives the prices back.
        await Eventually.HoldsAsync(async () =>
            (await cluster.Grains.GetMarketData("AAPL").GetPrice())!.Source == "book");
        var progress = await cluster.Grains.GetFeed("csv").GetProgress();
        Assert.Equal((1, 2_500, 0, Open.AddMilliseconds(499_900)),
            (progress.Share, progress.Taken, progress.Bad, progress.RecordedAt));
        // Once more: another run, whose trades come on top.
        await ChangeAsync("csv", FeedAction.Resume);
        await Eventually.HoldsAsync(async () => (await BarsAsync("AAPL")).Sum(b => b.Count) == 5_000);
    }

    [Fact]
    public async Task A_feed_that_moves_to_another_activation_skips_and_repeats_nothing()
    {
        const int Trades = 400;
        var lines = Enumerable.Range(0, Trades).Select(i => $"{Open.AddMilliseconds(i * 10):O},{200 + i},1");
        await WriteAsync("moving.csv", "time,price,qty", lines);
        await AddAsync(new() { Id = "moving", Kind = FeedKind.File, Symbols = ["MSFT"], File = "moving.csv", Speed = 2 });
        var seen = 0L;
        for (var move = 0; move < 4; move++)
        {
            await Eventually.HoldsAsync(async () =>
                (await cluster.Grains.GetFeed("moving").GetProgress()).Place > Math.Min(seen, Trades - 50));
            seen = (await cluster.Grains.GetFeed("moving").GetProgress()).Place + 30;
            await cluster.Grains.GetFeed("moving").Cast<IGrainManagementExtension>().DeactivateOnIdle();
            if (move == 1) await cluster.Grains.GetMarketData("MSFT").Cast<IGrainManagementExtension>().DeactivateOnIdle();
        }
        await UntilAsync("moving", FeedStatus.Finished);
        var bar = Assert.Single(await BarsAsync("MSFT", "1Day"));
        Assert.Equal((Trades, Trades, 200m, 200m + Trades - 1), (bar.Count, bar.Volume, bar.Open, bar.Close));
    }

    [Fact]
    public async Task A_paused_feed_goes_on_where_it_was_and_seeks()
    {
        var lines = Enumerable.Range(0, 1_000).Select(i => $"{Open.AddSeconds(i):O},{300 + i},1");
        await WriteAsync("long.csv", "time,price,qty", lines);
        await AddAsync(new() { Id = "long", Kind = FeedKind.File, Symbols = ["NVDA"], File = "long.csv", Speed = 50 });
        await Eventually.HoldsAsync(async () => (await cluster.Grains.GetFeed("long").GetProgress()).Taken > 20);
        await ChangeAsync("long", FeedAction.Pause);
        var paused = await Eventually.BecomesAsync(
            () => cluster.Grains.GetFeeds().Find("long"), f => f is { Status: FeedStatus.Paused, Place: > 20 });
        Assert.Equal(paused!.Place - 1, (await BarsAsync("NVDA")).Sum(b => b.Count));
        Assert.Equal("long", (await cluster.Grains.GetMarketData("NVDA").GetPrice())!.Source);
        // Another feed of the symbol has to wait until this one is stopped.
        var rival = await cluster.Grains.GetFeeds().Add(
            new() { Id = "rival", Kind = FeedKind.Push, Symbols = ["SPY", "NVDA"] }, Acting.Test);
        Assert.Equal((TradingError.FeedExists, "feed 'long' gives NVDA its prices: stop it first"), (rival.Code, rival.Detail));

        await ChangeAsync("long", FeedAction.Resume);
        await Eventually.HoldsAsync(async () => (await BarsAsync("NVDA")).Sum(b => b.Count) > paused.Place + 10);
        // The last ten seconds, as a run of their own.
        var at = Open.AddSeconds(990);
        await ChangeAsync("long", FeedAction.Seek, at);
        await UntilAsync("long", FeedStatus.Finished);
        var late = await BarsAsync("NVDA", "1Sec", at);
        Assert.Equal(Enumerable.Range(1_290, 10).Select(p => (decimal)p), late.Select(b => b.Close));
        Assert.True((await cluster.Grains.GetFeeds().Find("long"))!.Run > paused.Run);
    }

    [Fact]
    public async Task A_lobster_day_becomes_prices_and_trades_as_orders()
    {
        var (day, text) = (new GeneratedDay(7), new StringBuilder());
        var (traded, executed) = (0L, 0L);
        for (var i = 0; i < 600; i++)
        {
            var message = day.Next();
            text.Append(RecordingWriter.ToLobster(message));
            if (message.Kind is 'E' or 'P') traded += message.Quantity;
            if (message.Kind == 'E') executed += message.Quantity;
        }
        await File.WriteAllTextAsync(Path.Combine(cluster.Feeds, "day.csv"), text.ToString());
        var feed = new FeedDefinition
        {
            Id = "prices",
            Kind = FeedKind.File,
            Symbols = ["TSLA"],
            File = "day.csv",
            Format = RecordingFormat.Lobster,
            Day = Day,
            Speed = 0,
        };
        await AddAsync(feed);
        await UntilAsync("prices", FeedStatus.Finished);
        Assert.Equal(traded, (await BarsAsync("TSLA")).Sum(b => b.Volume));

        await AddAsync(feed with { Id = "orders", Symbols = ["AMZN"], Target = FeedTarget.Orders });
        await UntilAsync("orders", FeedStatus.Finished);
        var book = await cluster.Grains.GetOrderBook("AMZN").GetBook(1_000);
        Assert.Equal(Levels(Side.Buy), book!.Bids.Select(l => (l.Price, l.Quantity)));
        Assert.Equal(Levels(Side.Sell), book.Asks.Select(l => (l.Price, l.Quantity)));
        Assert.Equal(executed, (await BarsAsync("AMZN")).Sum(b => b.Volume));
        var taker = Assert.Single((await cluster.Grains.GetAccount(OrderOutput.Taker).GetPositions())!.Value);
        Assert.Equal("AMZN", taker.Symbol);

        IEnumerable<(decimal, decimal)> Levels(Side side) =>
            day.Levels(side, 1_000).Select(l => (l.Price / 10_000m, (decimal)l.Quantity));
    }

    [Fact]
    public async Task Bad_lines_are_skipped_up_to_a_bound_and_named()
    {
        await WriteAsync("bad.csv", "time,price,qty", Enumerable.Range(0, 10).Select(
            i => i % 3 == 0 ? "noon,1,1" : $"{Open:O},{i + 1},1"));
        await AddAsync(new() { Id = "bad", Kind = FeedKind.File, Symbols = ["QQQ"], File = "bad.csv", Speed = 0 });
        var entry = await UntilAsync("bad", FeedStatus.Failed);
        Assert.Equal("bad.csv: line 11 has no time in 'noon'; 4 lines or messages cannot be read, 3 may be", entry.Fault);
        Assert.Equal([2, 5, 8, 11], (await cluster.Grains.GetFeed("bad").GetProgress()).Faults.Select(
            f => int.Parse(f.Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture)));
        // It keeps the symbol, whose prices grow stale: nobody trades by the wrong ones.
        Assert.Equal("bad", (await cluster.Grains.GetMarketData("QQQ").GetPrice())!.Source);
        var incidents = await Eventually.BecomesAsync(
            () => cluster.Grains.GetIncidentLog().List(new() { Limit = 10 }), l => l.Any(i => i.What.DedupKey == "feed:bad"));
        Assert.Equal(entry.Fault, incidents.Single(i => i.What.DedupKey == "feed:bad").What.Detail);
        await ChangeAsync("bad", FeedAction.Remove);
        await Eventually.HoldsAsync(async () => (await cluster.Grains.GetMarketData("QQQ").GetPrice())!.Source == "book");
        Assert.Null(await cluster.Grains.GetFeeds().Find("bad"));
    }

    [Theory]
    [InlineData("../secret.csv", RecordingFormat.Csv, "there is no file '../secret.csv' in the folder of feeds")]
    [InlineData("nothing.csv", RecordingFormat.Csv, "there is no file 'nothing.csv' in the folder of feeds")]
    [InlineData("header.csv", RecordingFormat.Csv, "header.csv: the header has no column 'time'; it has a, b")]
    [InlineData("cut.itch", RecordingFormat.Itch, "cut.itch: message 2 is cut off after 20 bytes: the file is not complete")]
    [InlineData("text.gz", RecordingFormat.Itch, "text.gz: ")]
    [InlineData("a\0b", RecordingFormat.Csv, "Null character in path")]
    public async Task A_file_that_cannot_be_played_is_one_clear_error(string file, RecordingFormat format, string fault)
    {
        await File.WriteAllTextAsync(Path.Combine(cluster.Feeds, "..", "secret.csv"), "time,price,qty\n");
        await File.WriteAllTextAsync(Path.Combine(cluster.Feeds, "header.csv"), "a,b\n");
        await File.WriteAllTextAsync(Path.Combine(cluster.Feeds, "text.gz"), "this is no gzip");
        await using (var cut = File.Create(Path.Combine(cluster.Feeds, "cut.itch")))
        {
            RecordingWriter.WriteItch(cut, 1, "QQQ", new('A', 34_200_000_000_000, 5, Side.Buy, 1_874_000, 100));
            RecordingWriter.WriteItch(cut, 1, "QQQ", new('D', 34_200_000_000_000, 5, Side.Buy, 1_874_000, 100));
            cut.SetLength(cut.Length - 1);
        }
        var id = $"f{Guid.NewGuid():n}"[..12];
        await AddAsync(new()
        {
            Id = id,
            Kind = FeedKind.File,
            Symbols = ["QQQ"],
            File = file,
            Format = format,
            Day = Day,
            Speed = 0,
        });
        Assert.Contains(fault, (await UntilAsync(id, FeedStatus.Failed)).Fault, StringComparison.Ordinal);
        await ChangeAsync(id, FeedAction.Remove);
    }

    [Fact]
    public async Task A_feed_that_makes_no_sense_is_refused()
    {
        var feed = new FeedDefinition { Id = "x", Kind = FeedKind.File, Symbols = ["SPY"], File = "x.csv" };
        foreach (var (wrong, why) in new[]
        {
            (feed with { Id = "book" }, "id 'book'"),
            (feed with { Id = "a b" }, "id 'a b'"),
            (feed with { Symbols = [] }, "symbols has 0 entries"),
            (feed with { Symbols = ["NOPE"] }, "symbol 'NOPE' is not known"),
            (feed with { Symbols = ["SPY", "SPY"] }, "symbols names one twice"),
            (feed with { RecordedAs = ["A", "B"] }, "recorded_as has 2 entries, and symbols has 1"),
            (feed with { Speed = -1 }, "speed -1"),
            (feed with { Speed = 0.0000001m }, "speed 0.0000001"),
            (feed with { File = null }, "file is missing"),
            (feed with { Format = RecordingFormat.Itch }, "day is missing"),
            (feed with { Target = FeedTarget.Orders }, "a CSV file of trades or quotes has no orders"),
            (feed with { Columns = ["prize=px"] }, "columns 'prize=px' is not one of"),
        })
        {
            var answer = await cluster.Grains.GetFeeds().Add(wrong, Acting.Test);
            Assert.Equal(TradingError.InvalidFeed, answer.Code);
            Assert.Contains(why, answer.Detail, StringComparison.Ordinal);
        }
        Assert.Equal(
            TradingError.UnknownFeed, (await cluster.Grains.GetFeeds().Change("y", FeedAction.Stop, null, Acting.Test)).Code);
    }

    [Fact]
    public async Task Pushed_ticks_are_prices_while_their_feed_runs()
    {
        await AddAsync(new() { Id = "push", Kind = FeedKind.Push, Symbols = ["SPY"] });
        var feed = cluster.Grains.GetFeed("push");
        Assert.True((await feed.Push("SPY", new(0, 1, 500, 10))).IsTaken);
        Assert.False((await feed.Push("AAPL", new(0, 1, 500, 10))).IsTaken);
        Assert.False((await cluster.Grains.GetFeed("another").Push("SPY", new(0, 1, 500, 10))).IsTaken);
        await feed.Cast<IGrainManagementExtension>().DeactivateOnIdle();
        Assert.True((await Retry.UntilAnsweredAsync(() => feed.Push("SPY", new(0, 2, null, 0, 499, 10, 501, 20)))).IsTaken);
        var price = await cluster.Grains.GetMarketData("SPY").GetPrice();
        Assert.Equal(("push", 500m, 499m, 501m), (price!.Source, price.Last, price.Bid, price.Ask));
        await ChangeAsync("push", FeedAction.Stop);
        await Eventually.HoldsAsync(async () => (await cluster.Grains.GetMarketData("SPY").GetPrice())!.Source == "book");
        Assert.False((await feed.Push("SPY", new(0, 3, 502, 10))).IsTaken);
    }

    [Fact]
    public async Task A_feed_of_an_id_that_was_removed_begins_again()
    {
        foreach (var (price, symbol) in new[] { (300, "AMZN"), (310, "AMZN"), (320, "TSLA") })
        {
            await WriteAsync("again.csv", "time,price,qty", Enumerable.Range(0, 20).Select(i => $"{Open:O},{price + i % 2},1"));
            var before = (await BarsAsync(symbol, "1Day")).Sum(b => b.Count);
            await AddAsync(new() { Id = "again", Kind = FeedKind.File, Symbols = [symbol], File = "again.csv", Speed = 0 });
            await UntilAsync("again", FeedStatus.Finished);
            Assert.Equal(before + 20, (await BarsAsync(symbol, "1Day")).Sum(b => b.Count));
            await ChangeAsync("again", FeedAction.Remove);
            Assert.Equal("book", (await cluster.Grains.GetMarketData(symbol).GetPrice())!.Source);
        }
    }

    private async Task AddAsync(FeedDefinition feed)
    {
        var answer = await cluster.Grains.GetFeeds().Add(feed, Acting.Test);
        Assert.Equal((null, null), (answer.Code, answer.Detail));
        await cluster.Grains.GetFeed(feed.Id).Wake();
    }

    private async Task ChangeAsync(string id, FeedAction action, DateTimeOffset? at = null)
    {
        Assert.Null((await cluster.Grains.GetFeeds().Change(id, action, at, Acting.Test)).Code);
        await cluster.Grains.GetFeed(id).Wake();
    }

    private async Task<FeedEntry> UntilAsync(string id, FeedStatus status) => (await Eventually.BecomesAsync(
        () => cluster.Grains.GetFeeds().Find(id),
        f => f!.Status == status ? true : f.Status == FeedStatus.Running ? false
            : throw new InvalidOperationException($"{f.Status}: {f.Fault}")))!;

    private async Task<IReadOnlyList<BarView>> BarsAsync(string symbol, string timeframe = "1Min", DateTimeOffset? from = null) =>
        (await cluster.Grains.GetMarketData(symbol).ReadBars(
            new() { Timeframe = timeframe, Start = from ?? DateTimeOffset.UnixEpoch, Limit = 10_000 }))!.Bars;

    private Task WriteAsync(string file, string header, IEnumerable<string> lines) =>
        File.WriteAllLinesAsync(Path.Combine(cluster.Feeds, file), lines.Prepend(header));

    /// <summary>A cluster with a folder of recorded files, which allows three bad lines in a file.</summary>
    public sealed class FeedCluster : TradingCluster
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tradingops-feeds-");

        public string Feeds => Path.Combine(_folder.FullName, "feeds");

        protected override void Configure(IServiceCollection services)
        {
            Directory.CreateDirectory(Feeds);
            services.AddSingleton(Options.Create(new FeedOptions { Folder = Feeds, MaxBad = 3 }));
        }
    }
}
