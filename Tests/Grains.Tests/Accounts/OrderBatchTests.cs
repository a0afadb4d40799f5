using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;
using TradingOps.Grains.Journaling;
using TradingOps.Grains.Orders;
using TradingOps.Grains.Tests.Cluster;

namespace TradingOps.Grains.Tests.Accounts;

/// <summary>Many orders of one account in one call.</summary>
public sealed class OrderBatchTests(TradingCluster cluster) : IClassFixture<TradingCluster>
{
    private readonly string _account = "batch-" + Guid.NewGuid().ToString("n")[..8];

    [Fact]
    public async Task Answers_keep_the_order_of_the_batch_and_numbers_are_consecutive()
    {
        var results = await Submit([.. Enumerable.Range(1, 100).Select(i => Limit(i % 2 == 0 ? "AAPL" : "MSFT", 10, i))]);
        Assert.Equal(Enumerable.Range(1, 100).Select(i => (decimal)i), results.Select(r => r.Order!.Quantity));
        foreach (var symbol in new[] { "AAPL", "MSFT" })
        {
            var numbers = results.Where(r => r.Order!.Request.Symbol == symbol).Select(r => int.Parse(r.Order!.Id.Split('-')[1]))
                .ToArray();
            Assert.Equal(Enumerable.Range(numbers[0], 50), numbers);
        }
    }

    [Fact]
    public async Task A_whole_batch_waits_for_one_write()
    {
        await Submit([Limit("NVDA", 10, 1)]);
        cluster.Journal.Hold();
        var batch = Submit([.. Enumerable.Range(1, 50).Select(_ => Limit("NVDA", 10, 1))]);
        // All of them are on their way to the disk before the first is durable.
        await cluster.Journal.UntilHeldAsync(50);
        cluster.Journal.Release();
        Assert.All(await batch, r => Assert.Equal(SubmitOutcome.Accepted, r.Outcome));
    }

    [Fact]
    public async Task Each_order_has_its_own_outcome()
    {
        var results = await Submit([
            Limit("AAPL", 10, 1), Limit("NOPE", 10, 1), Limit("AAPL", 10.001m, 1), Limit("AAPL", 10, 2_000_000),
            Limit("TSLA", 1000, 1001), Limit("AAPL", 10, 2)]);
        Assert.Equal(
            [SubmitOutcome.Accepted, SubmitOutcome.NotFound, SubmitOutcome.Invalid, SubmitOutcome.Invalid, SubmitOutcome.Refused,
                SubmitOutcome.Accepted],
            results.Select(r => r.Outcome));
        Assert.Equal(TradingError.InsufficientBuyingPower, results[4].Code);
        Assert.Equal(3, (await cluster.Grains.GetOrderQueries().ListOrders(new() { Account = _account })).Orders.Length);
    }

    [Fact]
    public async Task Orders_are_checked_against_what_those_before_them_hold()
    {
        var results = await Submit([Limit("SPY", 600, 1000), Limit("QQQ", 600, 1000), Limit("QQQ", 400, 1000)]);
        Assert.Equal([SubmitOutcome.Accepted, SubmitOutcome.Refused, SubmitOutcome.Accepted], results.Select(r => r.Outcome));
        Assert.Equal(0, (await cluster.Grains.GetAccount(_account).GetAccount())!.BuyingPower);
    }

    [Fact]
    public async Task An_order_sees_what_an_earlier_one_of_the_batch_did()
    {
        var taken = Limit("AMZN", 150, 5) with
        {
            Instructions = new(Side.Sell, OrderType.Limit, TimeInForce.Gtc, SelfTradePrevention.CancelOldest),
        };
        var results = await Submit([Limit("AMZN", 150, 5), taken]);
        Assert.Equal([OrderStatus.Canceled, OrderStatus.Accepted], results.Select(r => r.Order!.Status));
    }

    [Fact]
    public async Task One_client_order_id_twice_in_a_batch_is_one_order()
    {
        var order = Limit("SPY", 100, 5) with { ClientOrderId = "a" };
        var results =
            await Submit([order, order, order with { Quantity = 6 }, Limit("SPY", 100, 5) with { ClientOrderId = "b" }]);
        Assert.Equal([SubmitOutcome.Accepted, SubmitOutcome.Existing, SubmitOutcome.Conflict, SubmitOutcome.Accepted],
            results.Select(r => r.Outcome));
        Assert.Equal(results[0].Order!.Id, results[1].Order!.Id);
        Assert.Equal(2, (await cluster.Grains.GetOrderQueries().ListOrders(new() { Account = _account })).Orders.Length);
    }

    [Fact]
    public async Task Concurrent_batches_with_shuffled_ids_make_each_order_once()
    {
        OrderRequest[] orders = [.. Enumerable.Range(0, 20).Select(i => Limit("QQQ", 10, 1) with { ClientOrderId = $"c{i}" })];
        var results = await Task.WhenAll(
            Submit(orders), Submit([.. orders.Reverse()]), Submit(orders[5..15]), Task.WhenAll(orders.Select(SubmitOne)));
        Assert.Equal(20, results.SelectMany(r => r).Count(r => r.Outcome == SubmitOutcome.Accepted));
        Assert.Equal(50, results.SelectMany(r => r).Count(r => r.Outcome == SubmitOutcome.Existing));
        Assert.Equal(20, (await cluster.Grains.GetOrderQueries().ListOrders(new() { Account = _account })).Orders.Length);
    }

    [Fact]
    public async Task An_order_that_could_not_be_stored_is_named_and_repeatable()
    {
        await Submit([Limit("QQQ", 10, 1)]);
        OrderRequest[] orders = [.. Enumerable.Range(0, 10).Select(i => Limit("QQQ", 10, 1) with { ClientOrderId = $"d{i}" })];
        cluster.Journal.Failure = new JournalException("the disk is full");
        Assert.All(
            await Submit(orders),
            r => Assert.Equal((SubmitOutcome.Unavailable, TradingError.JournalUnavailable), (r.Outcome, r.Code)));
        cluster.Journal.Failure = null;

        var again = await Submit(orders);
        while (again.Any(r => r.Outcome == SubmitOutcome.Unavailable)) again = await Submit(orders);
        Assert.All(again, r => Assert.True(r.Outcome is SubmitOutcome.Accepted or SubmitOutcome.Existing));
        Assert.Equal(11, (await cluster.Grains.GetOrderQueries().ListOrders(new() { Account = _account })).Orders.Length);
    }

    private async Task<SubmitResult[]> Submit(OrderRequest[] orders) =>
        [.. await cluster.Grains.GetAccount(_account).SubmitOrders([.. orders])];

    private Task<SubmitResult> SubmitOne(OrderRequest order) => cluster.Grains.GetAccount(_account).SubmitOrder(order);

    private static OrderRequest Limit(string symbol, decimal price, decimal quantity) => new()
    {
        Symbol = symbol,
        Instructions = new(Side.Buy, OrderType.Limit, TimeInForce.Gtc),
        LimitPrice = price,
        Quantity = quantity,
    };
}
