using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Books;
using TradingOps.Grains.Journaling;
using TradingOps.Grains.Orders;
using TradingOps.Grains.Tests.Cluster;

namespace TradingOps.Grains.Tests.Books;

/// <summary>A market goes on elsewhere while an activation of it here has not heard of that.</summary>
public sealed class SupersededBookTests(TradingCluster cluster) : IClassFixture<TradingCluster>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("AAPL", false)]
    [InlineData("MSFT", true)]
    public async Task It_never_denies_that_an_open_order_exists(string symbol, bool isMassCancel)
    {
        var known = await RestAsync(symbol);
        var (id, number) = await RestElsewhereAsync(symbol);
        var book = cluster.Grains.GetOrderBook(symbol);

        var error = await Assert.ThrowsAsync<TradingUnavailableException>(
            () => isMassCancel ? book.CancelOrders([number]) : book.Cancel(id));
        Assert.Equal((TradingError.JournalUnavailable, false), (error.Code, error.IsOutcomeKnown));

        // The next activation has read the journal.
        await Eventually.HoldsAsync(async () => await OutcomeOfAsync(book, id) == SubmitOutcome.Accepted, Patience);
        Assert.Equal(OrderStatus.Canceled, (await FindAsync(id)).Status);
        Assert.Equal(OrderStatus.Accepted, (await FindAsync(known)).Status);
    }

    [Fact]
    public async Task An_order_entered_during_a_cancel_is_no_duplicate_activation()
    {
        Assert.True(OrderIds.TryParse(await RestAsync("NVDA"), out _, out var number));
        var book = cluster.Grains.GetOrderBook("NVDA");
        cluster.Journal.Hold();
        var first = RestAsync("NVDA");
        await cluster.Journal.UntilHeldAsync();
        var canceling = book.Cancel(OrderIds.Format("NVDA", number + 2));
        // The market has looked for it by now, and waits until it may answer.
        await book.GetBreaker();
        var second = RestAsync("NVDA");
        await cluster.Journal.UntilHeldAsync();
        cluster.Journal.Release();
        await Task.WhenAll(first, second);
        try
        {
            // It was looked for in the store before it was there,
            Assert.Equal(SubmitOutcome.NotFound, (await canceling).Outcome);
        }
        catch (TradingUnavailableException e)
        {
            // or after: then it is to be asked for again.
            Assert.Equal((TradingError.MarketRestoring, true), (e.Code, e.IsOutcomeKnown));
        }
        Assert.Equal(OrderStatus.Accepted, (await FindAsync(await second)).Status);
        Assert.Equal(SubmitOutcome.Accepted, await OutcomeOfAsync(book, await second));
    }

    [Fact]
    public async Task A_mass_cancel_waits_for_cancels_that_are_being_stored()
    {
        var id = await RestAsync("SPY");
        Assert.True(OrderIds.TryParse(id, out _, out var number));
        var book = cluster.Grains.GetOrderBook("SPY");
        cluster.Journal.Hold();
        var first = book.CancelOrders([number]);
        await cluster.Journal.UntilHeldAsync();
        var second = book.CancelOrders([number]);
        Assert.False(first.IsCompleted || second.IsCompleted);
        cluster.Journal.Release();
        Assert.Equal(id, Assert.Single(await first).Id);
        Assert.Equal(id, Assert.Single(await second).Id);
    }

    private static async Task<SubmitOutcome> OutcomeOfAsync(IOrderBookGrain book, string id)
    {
        try
        {
            return (await book.Cancel(id)).Outcome;
        }
        catch (TradingUnavailableException)
        {
            return SubmitOutcome.Unavailable;
        }
    }

    private async Task<string> RestAsync(string symbol)
    {
        var result = await cluster.Grains.GetAccount("superseded").SubmitOrder(new()
        {
            Symbol = symbol,
            Instructions = new(Side.Buy, OrderType.Limit, TimeInForce.Gtc),
            LimitPrice = 10,
            Quantity = 5,
        });
        return result.Order!.Id;
    }

    /// <summary>Another activation of the market takes an order.</summary>
    private async Task<(string Id, long Number)> RestElsewhereAsync(string symbol)
    {
        var name = JournalStreams.Book(symbol);
        var market = new Market(symbol);
        await foreach (var stored in cluster.Journal.ReadAsync(name, 1, CancellationToken.None))
            market.Replay(MarketRecordCodec.Decode(stored.Payload));
        var record = market.Enter(
            new()
            {
                Kind = BookCommandKind.New,
                Spec = new() { Instructions = new(Side.Buy, OrderType.Limit, TimeInForce.Gtc), Price = 900, Quantity = 5 },
            },
            "superseded", clientOrderId: null);
        var stream = await cluster.Journal.OpenAsync(name, CancellationToken.None);
        await stream.AppendAsync(record.Sequence, MarketRecordCodec.Encode(record), record);
        return (OrderIds.Format(symbol, record.Sequence), record.Sequence);
    }

    private async Task<OrderView> FindAsync(string id) => (await cluster.Grains.GetOrderQueries().FindOrder(id))!;
}
