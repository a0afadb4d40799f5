using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Core.Internal;
using TradingOps.Grains.MarketData;
using TradingOps.Grains.MarketData.Feeds;
using TradingOps.Grains.Tests.Cluster;

namespace TradingOps.Grains.Tests.MarketData;

/// <summary>Feeds that have no end: a server over a WebSocket, and the simulation.</summary>
public sealed class LiveFeedTests(LiveFeedTests.LiveCluster cluster) : IClassFixture<LiveFeedTests.LiveCluster>
{
    [Fact]
    public async Task A_feed_follows_its_server_over_broken_connections()
    {
        await AddAsync("live", FeedKind.WebSocket, "AAPL", "right");
        cluster.Server.Send("""
            [{"T":"t","S":"APPLE","i":1,"p":187.43,"s":10,"t":"2026-01-05T14:30:00.123456789Z","c":["@"]},
             {"T":"q","S":"APPLE","bp":187.42,"bs":5,"ap":187.44,"as":0,"t":"2026-01-05T14:30:00Z"},
             {"T":"t","S":"OTHER","p":1,"s":1,"t":"2026-01-05T14:30:00Z"}]
            """);
        var price = await PriceAsync("AAPL", p => p.Bid == 187.42m);
        Assert.Equal(("live", 187.43m, 10m, 187.44m), (price.Source, price.Last, price.LastSize, price.Ask));
        Assert.Equal(new DateTimeOffset(2026, 1, 5, 14, 30, 0, TimeSpan.Zero).AddMicroseconds(123456), price.LastAt);

        await cluster.Server.BreakAsync();
        cluster.Server.Send("""[{"T":"t","S":"APPLE","p":188,"s":1,"t":"2026-01-05T14:30:01Z"}]""");
        await PriceAsync("AAPL", p => p.Last == 188);
        // What has not the form is noted.
        cluster.Server.Send("""[{"T":"t","S":"APPLE","p":-1,"s":1,"t":"2026-01-05T14:30:02Z"}]""");
        cluster.Server.Send("""[{"T":"t","S":"APPLE","p":189,"s":1,"t":"2026-01-05T14:30:03Z"}]""");
        await PriceAsync("AAPL", p => p.Last == 189);
        var progress = await cluster.Grains.GetFeed("live").GetProgress();
        Assert.Equal(5, progress.Taken);
        Assert.Contains("price -1 is not above 0", string.Join('\n', progress.Faults), StringComparison.Ordinal);
        Assert.Contains("\"trades\":[\"APPLE\"]", cluster.Server.Subscriptions[0], StringComparison.Ordinal);
        await RemoveAsync("live", "AAPL");
    }

    [Theory]
    [InlineData("wrong", "402 auth failed")]
    [InlineData("nobody", "there is no server 'nobody' in Feeds:Servers of this silo")]
    public async Task A_feed_that_its_server_refuses_fails(string server, string fault)
    {
        await AddAsync("refused", FeedKind.WebSocket, "MSFT", server);
        var failed = await Eventually.BecomesAsync(
            () => cluster.Grains.GetFeeds().Find("refused"), f => f!.Status == FeedStatus.Failed);
        Assert.Contains(fault, failed!.Fault, StringComparison.Ordinal);
        Assert.DoesNotContain(PriceServer.Secret, failed.Fault, StringComparison.Ordinal);
        await cluster.Grains.GetFeeds().Change("refused", FeedAction.Remove, null, Acting.Test);
    }

    [Fact]
    public async Task A_simulation_walks_the_same_way_wherever_it_goes_on()
    {
        await AddAsync("walk", FeedKind.Simulation, "NVDA", null);
        var feed = cluster.Grains.GetFeed("walk");
        await Eventually.HoldsAsync(async () => (await feed.GetProgress()).Place > 30);
        await feed.Cast<IGrainManagementExtension>().DeactivateOnIdle();
        await Eventually.HoldsAsync(async () => (await feed.GetProgress()).Place > 60);
        await cluster.Grains.GetFeeds().Change("walk", FeedAction.Pause, null, Acting.Test);
        var place = (await Eventually.BecomesAsync(() => cluster.Grains.GetFeeds().Find("walk"), f => f!.Place > 60))!.Place;
        var day = Assert.Single((await cluster.Grains.GetMarketData("NVDA").ReadBars(
            new() { Timeframe = "1Day", Limit = 1 }))!.Bars);
        Assert.Equal(place, day.Count);
        var price = (await cluster.Grains.GetMarketData("NVDA").GetPrice())!;
        Assert.True(price.Bid < price.Last && price.Last < price.Ask, $"{price}");
        await RemoveAsync("walk", "NVDA");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("[{\"S\":\"A\"}]")]
    [InlineData("[{\"T\":\"t\",\"S\":\"A\",\"p\":1,\"s\":1,\"t\":\"noon\"}]")]
    [InlineData("[{\"T\":\"q\",\"S\":\"A\",\"bp\":\"x\"}]")]
    [InlineData("not json")]
    public void A_part_of_another_form_is_noted_alone(string message)
    {
        Assert.NotNull(Assert.Single(SocketMessages.Read(Encoding.UTF8.GetBytes(message))).Fault);
        if (message[0] != '[') return;
        // What is beside it is read.
        const string Good = """{"T":"t","S":"A","p":1,"s":1,"t":"2026-01-05T14:30:00Z"}""";
        var read = SocketMessages.Read(Encoding.UTF8.GetBytes($"{message[..^1]},{Good}]"));
        Assert.Equal([false, true], read.Select(e => e.Tick is not null));
    }

    private async Task AddAsync(string id, FeedKind kind, string symbol, string? server)
    {
        var answer = await cluster.Grains.GetFeeds().Add(
            new()
            {
                Id = id,
                Kind = kind,
                Symbols = [symbol],
                RecordedAs = server is null ? [] : ["APPLE"],
                Server = server,
            }, Acting.Test);
        Assert.Equal((null, null), (answer.Code, answer.Detail));
        await cluster.Grains.GetFeed(id).Wake();
    }

    private async Task<PriceView> PriceAsync(string symbol, Func<PriceView, bool> isAsked) =>
        (await Eventually.BecomesAsync(cluster.Grains.GetMarketData(symbol).GetPrice, p => isAsked(p!)))!;

    private async Task RemoveAsync(string id, string symbol)
    {
        await cluster.Grains.GetFeeds().Change(id, FeedAction.Remove, null, Acting.Test);
        await PriceAsync(symbol, p => p.Source == "book");
    }

    /// <summary>A cluster with a server of market data, which knows one of its two keys.</summary>
    public sealed class LiveCluster : TradingCluster, IAsyncLifetime
    {
        internal PriceServer Server { get; private set; } = null!;

        async Task IAsyncLifetime.InitializeAsync()
        {
            Server = await PriceServer.StartAsync();
            await InitializeAsync();
        }

        async Task IAsyncLifetime.DisposeAsync()
        {
            await DisposeAsync();
            await Server.DisposeAsync();
        }

        protected override void Configure(IServiceCollection services) => services.AddSingleton(Options.Create(new FeedOptions
        {
            StepEvery = TimeSpan.FromMilliseconds(10),
            Servers =
            [
                new() { Name = "right", Url = Server.Url, Key = "k", Secret = PriceServer.Secret },
                new() { Name = "wrong", Url = Server.Url, Key = "k", Secret = "guess" },
            ],
        }));
    }
}
