using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;
using TradingOps.Grains.Books;
using TradingOps.Grains.Journaling;
using TradingOps.Grains.Orders;
using TradingOps.Grains.Tests.Cluster;

namespace TradingOps.Grains.Tests.Accounts;

public sealed class SubmitOrderTests(TradingCluster cluster) : IClassFixture<TradingCluster>
{
    private readonly string _suffix = Guid.NewGuid().ToString("n")[..8];

    [Fact]
    public async Task Both_sides_of_a_trade_reach_their_accounts()
    {
        await Submit("maker", Limit("AAPL", Side.Sell, 100, 5));
        var taken = await Submit("taker", Limit("AAPL", Side.Buy, 100, 3));
        Assert.Equal(OrderStatus.Filled, taken.Order!.Status);

        var maker = cluster.Grains.GetAccount("maker" + _suffix);
        await Eventually.HoldsAsync(async () => !(await maker.GetPositions())!.Value.IsEmpty);
        Assert.Equal(-3, Assert.Single((await maker.GetPositions())!.Value).Quantity);
        Assert.Equal(3, Assert.Single((await cluster.Grains.GetAccount("taker" + _suffix).GetPositions())!.Value).Quantity);
        var page = await cluster.Grains.GetOrderQueries().ListOrders(new() { Account = "maker" + _suffix });
        var resting = Assert.Single(page.Orders);
        Assert.Equal((3, 2, OrderStatus.PartiallyFilled), (resting.FilledQuantity, resting.RemainingQuantity, resting.Status));
    }

    [Fact]
    public async Task Nothing_is_visible_before_it_is_durable()
    {
        await Submit("a", Limit("MSFT", Side.Sell, 100, 5));
        await OpenAsync("b");
        cluster.Journal.Hold();
        var buying = Submit("b", Limit("MSFT", Side.Buy, 100, 5));
        await cluster.Journal.UntilHeldAsync();
        var reading = cluster.Grains.GetOrderBook("MSFT").GetBook(10);
        var hashing = cluster.Grains.GetOrderBook("MSFT").ComputeHash();
        var patience = Task.Delay(200);
        Assert.Same(patience, await Task.WhenAny(buying, reading, hashing, patience));
        Assert.Empty((await cluster.Grains.GetAccount("a" + _suffix).GetPositions())!.Value);
        Assert.Empty((await cluster.Grains.GetOrderQueries().ListOrders(new() { Account = "b" + _suffix })).Orders);

        cluster.Journal.Release();
        Assert.Equal(OrderStatus.Filled, (await buying).Order!.Status);
        await Task.WhenAll(reading, hashing);
    }

    [Fact]
    public async Task Orders_during_a_write_match_and_join_the_next_write()
    {
        await Submit("warm", Limit("NVDA", Side.Sell, 500, 1));
        for (var i = 0; i < 50; i++) await OpenAsync($"c{i}");
        cluster.Journal.Hold();
        var orders = Enumerable.Range(0, 50).Select(i => Submit($"c{i}", Limit("NVDA", Side.Buy, 100, 1))).ToArray();
        await cluster.Journal.UntilHeldAsync(50);
        cluster.Journal.Release();
        var results = await Task.WhenAll(orders);
        Assert.All(results, r => Assert.Equal(SubmitOutcome.Accepted, r.Outcome));
        Assert.Equal(50, results.Select(r => r.Order!.Id).Distinct().Count());
    }

    [Fact]
    public async Task Concurrent_requests_with_one_client_order_id_make_one_order()
    {
        var order = Limit("SPY", Side.Buy, 100, 5) with { ClientOrderId = "twice" };
        var results = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Submit("d", order)));
        Assert.Single(results, r => r.Outcome == SubmitOutcome.Accepted);
        Assert.Equal(9, results.Count(r => r.Outcome == SubmitOutcome.Existing));
        Assert.Single(results.Select(r => r.Order!.Id).Distinct());
        Assert.Single((await cluster.Grains.GetOrderQueries().ListOrders(new() { Account = "d" + _suffix })).Orders);
    }

    [Fact]
    public async Task A_failed_write_is_retryable_and_leaves_nothing_half_applied()
    {
        await Submit("e", Limit("QQQ", Side.Sell, 100, 5));
        var before = await cluster.Grains.GetOrderBook("QQQ").ComputeHash();
        await OpenAsync("f");
        cluster.Journal.Failure = new JournalException("the disk is full");
        var order = Limit("QQQ", Side.Buy, 100, 5) with { ClientOrderId = "full" };
        await Assert.ThrowsAsync<TradingUnavailableException>(() => Submit("f", order));
        cluster.Journal.Failure = null;

        // The market forgot what it could not store: it reads the truth again.
        Assert.Equal(before, await Retry.UntilAnsweredAsync(() => cluster.Grains.GetOrderBook("QQQ").ComputeHash()));
        var again = await Retry.UntilAnsweredAsync(() => Submit("f", order));
        Assert.Equal((SubmitOutcome.Accepted, OrderStatus.Filled), (again.Outcome, again.Order!.Status));
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_is_found_by_the_retry()
    {
        await Submit("g", Limit("AMZN", Side.Sell, 100, 5));
        await OpenAsync("g2");
        cluster.Journal.LoseNextAnswer = true;
        var order = Limit("AMZN", Side.Buy, 100, 5) with { ClientOrderId = "lost" };
        await Assert.ThrowsAsync<TradingUnavailableException>(() => Submit("g2", order));

        var again = await Retry.UntilAnsweredAsync(() => Submit("g2", order));
        Assert.Equal((SubmitOutcome.Existing, OrderStatus.Filled), (again.Outcome, again.Order!.Status));
        // What the lost answer would have brought is caught up from the journal.
        await Retry.UntilAnsweredAsync(() => cluster.Grains.GetOrderBook("AMZN").ComputeHash());
        foreach (var account in new[] { "g", "g2" })
            await Eventually.HoldsAsync(async () =>
                !(await cluster.Grains.GetAccount(account + _suffix).GetPositions())!.Value.IsEmpty);
    }

    [Fact]
    public async Task An_order_beyond_buying_power_is_stored_as_rejected()
    {
        var result = await Submit("h", Limit("TSLA", Side.Buy, 1000, 1001));
        Assert.Equal((SubmitOutcome.Refused, TradingError.InsufficientBuyingPower), (result.Outcome, result.Code));
        var stored = await cluster.Grains.GetOrderQueries().FindOrder(result.Order!.Id);
        Assert.Equal((OrderStatus.Rejected, "insufficient_buying_power"), (stored!.Status, stored.RejectReason));
        Assert.Equal(0, (await cluster.Grains.GetAccount("h" + _suffix).GetAccount())!.OpenOrders);
    }

    [Fact]
    public async Task A_large_retry_is_not_refused_for_its_first_trys_reservation()
    {
        await OpenAsync("i");
        await Submit("i2", Limit("SPY", Side.Sell, 900, 1));
        cluster.Journal.Failure = new JournalException("the disk is full");
        var order = Limit("SPY", Side.Buy, 600, 1000) with { ClientOrderId = "large" };
        await Assert.ThrowsAsync<TradingUnavailableException>(() => Submit("i", order));
        cluster.Journal.Failure = null;
        Assert.Equal(SubmitOutcome.Accepted, (await Retry.UntilAnsweredAsync(() => Submit("i", order))).Outcome);
        Assert.Equal(400_000, (await cluster.Grains.GetAccount("i" + _suffix).GetAccount())!.BuyingPower);
    }

    [Fact]
    public async Task A_second_try_is_not_refused_while_the_first_may_be_accepted()
    {
        await OpenAsync("retry");
        var order = Limit("QQQ", Side.Buy, 10, 5) with { ClientOrderId = "again" };
        cluster.Journal.Failure = new JournalException("the disk is full");
        await Assert.ThrowsAsync<TradingUnavailableException>(() => Submit("retry", order));
        cluster.Journal.Failure = null;
        await cluster.Grains.GetAccount("retry" + _suffix).Change(new() { Limits = new() { MaxOrderQuantity = 1 } });
        var early = await Assert.ThrowsAsync<TradingUnavailableException>(() => Submit("retry", order));
        Assert.Equal(TradingError.StillUnderWay, early.Code);
        // Nor is another order under its id checked as if it held what the first one holds.
        var other = await Assert.ThrowsAsync<TradingUnavailableException>(
            () => Submit("retry", Limit("TSLA", Side.Buy, 10, 1) with { ClientOrderId = "again" }));
        Assert.Equal(TradingError.StillUnderWay, other.Code);
        // Its market takes it no more, and says that it never did.
        Assert.Equal(
            (SubmitOutcome.Refused, TradingError.MaxQuantity), Of(await Retry.UntilAnsweredAsync(() => Submit("retry", order))));
        Assert.Equal((SubmitOutcome.Existing, OrderStatus.Rejected), StatusOf(await Submit("retry", order)));

        static (SubmitOutcome, TradingError?) Of(SubmitResult result) => (result.Outcome, result.Code);
        static (SubmitOutcome, OrderStatus) StatusOf(SubmitResult result) => (result.Outcome, result.Order!.Status);
    }

    [Fact]
    public async Task A_second_try_during_the_first_write_leaves_the_market_alone()
    {
        await OpenAsync("j");
        var order = Limit("QQQ", Side.Buy, 10, 1);
        await Submit("j", order);
        cluster.Journal.Hold();
        var book = cluster.Grains.GetOrderBook("QQQ");
        var first = book.Place(Placed("j", "same"));
        await cluster.Journal.UntilHeldAsync();
        var error = await Assert.ThrowsAsync<TradingUnavailableException>(() => book.Place(Placed("j", "same")));
        Assert.Equal(TradingError.StillUnderWay, error.Code);
        var other = Submit("j", order);
        await cluster.Journal.UntilHeldAsync();
        cluster.Journal.Release();
        Assert.NotEmpty((await first).Reports);
        Assert.Equal(SubmitOutcome.Accepted, (await other).Outcome);
    }

    [Fact]
    public async Task A_stop_order_is_held_at_the_price_that_triggers_it()
    {
        await OpenAsync("k");
        await Submit("k2", Limit("AMZN", Side.Sell, 200, 1));
        var stop = new OrderRequest
        {
            Symbol = "AMZN",
            Instructions = new(Side.Buy, OrderType.Stop, TimeInForce.Gtc),
            StopPrice = 300,
            Quantity = 1000,
        };
        Assert.Equal(SubmitOutcome.Accepted, (await Submit("k", stop)).Outcome);
        Assert.Equal(700_000, (await cluster.Grains.GetAccount("k" + _suffix).GetAccount())!.BuyingPower);
    }

    [Fact]
    public async Task A_good_till_date_order_expires_when_its_time_has_come()
    {
        // Whoever is slow opens the account and the market before the time is taken.
        await Submit("l", Limit("TSLA", Side.Buy, 10, 1));
        var order = Limit("TSLA", Side.Buy, 10, 1) with
        {
            Instructions = new(Side.Buy, OrderType.Limit, TimeInForce.Gtd),
            ExpireAt = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 6),
            ClientOrderId = "gtd",
        };
        var id = (await Submit("l", order)).Order!.Id;
        var stored = (await Eventually.BecomesAsync(
            () => cluster.Grains.GetOrderQueries().FindOrder(id), found => found is { IsOpen: false }))!;
        Assert.Equal(OrderStatus.Expired, stored.Status);
        Assert.True(stored.UpdatedAt >= order.ExpireAt);
        // Sent again it is the stored order; another one of that time is refused and not stored.
        var again = await Submit("l", order);
        Assert.Equal((SubmitOutcome.Existing, id), (again.Outcome, again.Order!.Id));
        var late = await Submit("l", order with { ClientOrderId = "late" });
        Assert.Equal((SubmitOutcome.Invalid, TradingError.InvalidExpireAt), (late.Outcome, late.Code));
        Assert.Null(late.Order);
    }

    private PlaceOrders Placed(string account, string clientOrderId) => new(account + _suffix, long.MaxValue, 0, 0.01m, 1,
    [
        new()
        {
            ClientOrderId = clientOrderId,
            Spec = new() { Instructions = new(Side.Buy, OrderType.Limit, TimeInForce.Gtc), Price = 1000, Quantity = 1 },
        },
    ], Acting.Test);

    private Task<SubmitResult> Submit(string account, OrderRequest request) =>
        cluster.Grains.GetAccount(account + _suffix).SubmitOrder(request);

    private Task OpenAsync(string account) => cluster.Grains.GetAccount(account + _suffix).Open(new() { Cash = 1_000_000 });

    private static OrderRequest Limit(string symbol, Side side, decimal price, decimal quantity) => new()
    {
        Symbol = symbol,
        Instructions = new(side, OrderType.Limit, TimeInForce.Gtc),
        LimitPrice = price,
        Quantity = quantity,
    };
}
