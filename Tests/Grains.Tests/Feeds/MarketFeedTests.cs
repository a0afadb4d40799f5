using TradingOps.Engine.Books;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Feeds;
using TradingOps.Grains.Journaling;
using TradingOps.Grains.Orders;
using TradingOps.Grains.Tests.Cluster;

namespace TradingOps.Grains.Tests.Feeds;

public sealed class MarketFeedTests(TradingCluster cluster) : IClassFixture<TradingCluster>
{
    [Fact]
    public async Task Events_come_once_and_in_order_however_often_a_reader_resumes()
    {
        var from = (await ReadAsync("AAPL", null)).Sequence;
        await Submit("maker", "AAPL", Side.Sell, 100, 5);
        await Submit("taker", "AAPL", Side.Buy, 100, 3);
        await Submit("maker", "AAPL", Side.Sell, 101, 5);
        var all = await ReadToAsync("AAPL", from, from + 3);
        Assert.Equal(
            [(1L, 0), (2, 0), (2, 1), (2, 2), (3, 0)], all.Select(c => (c.Sequence - from, c.Place)));
        Assert.Equal(
            [OrderStatus.Accepted, OrderStatus.Accepted, OrderStatus.Filled, OrderStatus.PartiallyFilled, OrderStatus.Accepted],
            all.Select(c => c.Status!.Value));
        Assert.Equal(all[2].TradeId, all[3].TradeId);
        Assert.Equal((100m, 3m, 2m, Liquidity.Maker), (all[3].Price!.Value, all[3].Quantity, all[3].Remaining, all[3].Liquidity));

        foreach (var start in Enumerable.Range(0, 4))
            Assert.Equal(
                all.Where(c => c.Sequence > from + start).Select(c => (c.Sequence, c.Place, c.Kind)),
                (await ReadToAsync("AAPL", from + start, from + 3)).Select(c => (c.Sequence, c.Place, c.Kind)));
    }

    [Fact]
    public async Task Nothing_is_published_before_it_is_durable()
    {
        await Submit("a", "MSFT", Side.Sell, 100, 5);
        var from = (await ReadAsync("MSFT", null)).Sequence;
        cluster.Journal.Hold();
        var order = cluster.Grains.GetOrderBook("MSFT").Place(new("feed-b", long.MaxValue, 0, 0.01m, 1,
        [
            new()
            {
                Spec = new() { Instructions = new(Side.Buy, OrderType.Limit, TimeInForce.Gtc), Price = 10000, Quantity = 5 },
            },
        ], Acting.Test));
        await cluster.Journal.UntilHeldAsync();
        var (next, first) = (ReadAsync("MSFT", from), ReadAsync("MSFT", null));
        var patience = Task.Delay(200);
        Assert.Same(patience, await Task.WhenAny(order, next, first, patience));

        cluster.Journal.Release();
        await order;
        Assert.Equal(from + 1, (await next).Sequence);
        Assert.Equal(3, (await next).Changes.Length);
        Assert.Empty((await next).Book!.Asks);
        Assert.Equal(from + 1, (await first).Sequence);
    }

    [Fact]
    public async Task A_failed_write_is_never_published()
    {
        await Submit("c", "QQQ", Side.Sell, 100, 5);
        var from = (await ReadAsync("QQQ", null)).Sequence;
        cluster.Journal.Failure = new JournalException("the disk is full");
        await Assert.ThrowsAsync<TradingUnavailableException>(() => Submit("c", "QQQ", Side.Sell, 101, 5));
        cluster.Journal.Failure = null;
        await Submit("c", "QQQ", Side.Sell, 102, 5);
        var change = Assert.Single(await ReadToAsync("QQQ", from, from + 1));
        Assert.Equal(102, change.Price);
        Assert.Equal(102, change.Order!.LimitPrice);
    }

    [Fact]
    public async Task A_reader_with_a_foreign_position_starts_over()
    {
        await Submit("d", "SPY", Side.Sell, 100, 5);
        var page = await ReadAsync("SPY", 1_000_000);
        Assert.True(page.IsReset);
        Assert.Equal((await ReadAsync("SPY", null)).Sequence, page.Sequence);
        Assert.NotEmpty(page.Book!.Asks);
        Assert.Null(await cluster.Grains.GetOrderBook("NOSUCH").ReadFeed(null));
    }

    [Fact]
    public async Task Long_histories_come_in_pages_equal_in_memory_and_journal()
    {
        var from = (await ReadAsync("TSLA", null)).Sequence;
        for (var i = 0; i < 600; i++) await Submit("e", "TSLA", Side.Buy, 10 + i % 7, 1);
        var first = await ReadAsync("TSLA", from);
        Assert.Null(first.Book);
        Assert.InRange(first.Changes.Length, 1, 599);
        var kept = await ReadToAsync("TSLA", from, from + 600);
        // Nobody asks while more happens than is kept: from then on the same comes from the journal.
        for (var i = 0; i < 1100; i++) await Submit("e", "TSLA", Side.Buy, 10, 1);
        var read = await ReadToAsync("TSLA", from, from + 600);
        Assert.Equal(kept.Select(c => c.OrderId), read.Take(kept.Count).Select(c => c.OrderId));
    }

    [Fact]
    public async Task An_account_sends_refusals_once_and_its_present_positions()
    {
        var account = cluster.Grains.GetAccount("feed-f");
        await account.Open(new() { Cash = 1000 });
        var page = await account.ReadFeed(null);
        Assert.Empty(page.Refused);
        await Submit("f", "AMZN", Side.Buy, 1000, 50);
        page = await account.ReadFeed(page.Cursor);
        var refused = Assert.Single(page.Refused);
        Assert.Equal((OrderStatus.Rejected, "insufficient_buying_power"), (refused.Status!.Value, refused.Reason));

        await Submit("g", "AMZN", Side.Sell, 100, 5);
        await Submit("f", "AMZN", Side.Buy, 100, 5);
        page = await account.ReadFeed(page.Cursor);
        Assert.Empty(page.Refused);
        Assert.Equal(5, Assert.Single(page.Positions).Quantity);
        Assert.Equal(500, page.Account!.Cash);
        Assert.True((await account.ReadFeed(new(99, 0))).IsReset);
    }

    private async Task<List<OrderChange>> ReadToAsync(string symbol, long after, long to)
    {
        var changes = new List<OrderChange>();
        while (after < to)
        {
            var page = await ReadAsync(symbol, after);
            Assert.False(page.IsReset);
            changes.AddRange(page.Changes);
            after = page.Sequence;
        }
        return changes;
    }

    private async Task<MarketFeedPage> ReadAsync(string symbol, long? after) =>
        (await cluster.Grains.GetOrderBook(symbol).ReadFeed(after))!;

    private Task<SubmitResult> Submit(string account, string symbol, Side side, decimal price, decimal quantity) =>
        cluster.Grains.GetAccount("feed-" + account).SubmitOrder(new()
        {
            Symbol = symbol,
            Instructions = new(side, OrderType.Limit, TimeInForce.Gtc),
            LimitPrice = price,
            Quantity = quantity,
        });
}
