using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TradingOps.Engine.Books;
using TradingOps.Grains.Books;
using TradingOps.Grains.Orders;
using TradingOps.Grains.Simulation;
using TradingOps.Grains.Tests.Cluster;

namespace TradingOps.Grains.Tests.Simulation;

/// <summary>The simulated market writes while somebody follows it, and is there for the first who does.</summary>
public sealed class QuietMarketTests(QuietMarketTests.Simulated cluster) : IClassFixture<QuietMarketTests.Simulated>
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    private readonly string _account = "trader-" + Guid.NewGuid().ToString("n")[..8];

    [Fact]
    public async Task Without_a_reader_no_record_is_written()
    {
        var market = await StartAsync("AAPL");
        await QuietAsync(market);
        var before = (await market.ComputeHash()).Sequence;
        // Moves of another market count the time: this one's simulator makes as many steps.
        var other = await StartAsync("MSFT");
        await MovesAsync(other, times: 5);
        Assert.Equal(before, (await market.ComputeHash()).Sequence);
    }

    [Fact]
    public async Task The_first_order_in_a_quiet_market_is_filled()
    {
        var market = await StartAsync("NVDA");
        await QuietAsync(market);
        await OpenAsync();
        var result = await BuyAsync("NVDA", OrderType.Market, null);
        Assert.Equal(OrderStatus.Filled, result.Order!.Status);
    }

    [Fact]
    public async Task A_reader_of_the_feed_sees_prices_that_move()
    {
        var market = await StartAsync("QQQ");
        await QuietAsync(market);
        await MovesAsync(market, times: 2);
    }

    [Fact]
    public async Task An_order_that_waits_keeps_its_market_moving()
    {
        var market = await StartAsync("TSLA");
        await OpenAsync();
        var price = Math.Round((await market.GetMark()).Bid!.Value / 2, 2);
        var order = (await BuyAsync("TSLA", OrderType.Limit, price)).Order!;
        Assert.Equal(OrderStatus.Accepted, order.Status);
        Assert.True(await market.IsFollowed(TimeSpan.FromTicks(1)));
        await market.Cancel(order.Id);
        await QuietAsync(market);
    }

    [Fact]
    public async Task A_read_of_an_account_moves_the_markets_of_its_positions()
    {
        var market = await StartAsync("AMZN");
        await OpenAsync();
        await BuyAsync("AMZN", OrderType.Market, null);
        await QuietAsync(market);
        var before = (await market.ComputeHash()).Sequence;
        await Eventually.HoldsAsync(async () =>
        {
            await cluster.Grains.GetAccount(_account).GetPositions();
            return (await market.ComputeHash()).Sequence > before + 10;
        });
    }

    private async Task<IOrderBookGrain> StartAsync(string symbol)
    {
        await cluster.Grains.GetSimulator(symbol).Start();
        var market = cluster.Grains.GetOrderBook(symbol);
        await Eventually.HoldsAsync(async () => await market.GetMark() is { Bid: not null, Ask: not null });
        return market;
    }

    private static Task QuietAsync(IOrderBookGrain market) =>
        Eventually.HoldsAsync(async () => !await market.IsFollowed(Simulated.Quiet));

    private static async Task MovesAsync(IOrderBookGrain market, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var before = (await market.ComputeHash()).Sequence;
            await Eventually.HoldsAsync(async () => (await market.ReadFeed(null))!.Sequence > before);
        }
    }

    private Task OpenAsync() =>
        cluster.Grains.GetAccount(_account).Open(new() { Cash = 1_000_000 });

    private Task<SubmitResult> BuyAsync(string symbol, OrderType type, decimal? price) =>
        cluster.Grains.GetAccount(_account).SubmitOrder(new()
        {
            Symbol = symbol,
            Instructions = new(Side.Buy, type, TimeInForce.Gtc),
            Quantity = 10,
            LimitPrice = price,
        });

    /// <summary>A cluster whose simulators make many steps, and are quiet soon.</summary>
    public sealed class Simulated : TradingCluster
    {
        internal static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

        protected override void Configure(IServiceCollection services) => services.AddSingleton(
            Options.Create(new SimulationOptions { StepEvery = Step, QuietAfter = Quiet }));
    }
}
