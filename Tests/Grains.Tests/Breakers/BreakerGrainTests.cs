using TradingOps.Engine.Books;
using TradingOps.Engine.Breakers;
using TradingOps.Engine.Errors;
using TradingOps.Grains.Breakers;
using TradingOps.Grains.Incidents;
using TradingOps.Grains.Journaling;
using TradingOps.Grains.Orders;
using TradingOps.Grains.Tests.Cluster;

namespace TradingOps.Grains.Tests.Breakers;

/// <summary>The breakers at work in a cluster, over a real store.</summary>
public sealed class BreakerGrainTests(TradingCluster cluster) : IClassFixture<TradingCluster>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string _account = "acc-" + Guid.NewGuid().ToString("n")[..8];

    private IBreakerGrain Own => cluster.Grains.GetBreaker(BreakerScope.Account(_account));

    private ICircuitBreakerGrain Firm => cluster.Grains.GetFirmBreaker();

    [Fact]
    public async Task A_five_percent_loss_refuses_and_cancels_orders_until_a_reset()
    {
        await OpenAsync(_account, 10_000);
        await OpenOtherAsync();
        var resting = await SubmitAsync(_account, Limit("NVDA", Side.Buy, 1, 1));
        await SubmitAsync("other-" + _account, Limit("AAPL", Side.Sell, 100, 50));
        Assert.Equal(OrderStatus.Filled, (await SubmitAsync(_account, Limit("AAPL", Side.Buy, 100, 50))).Order!.Status);
        // Before the sweep the position is valued at 99: only its fills show the loss.
        await SubmitAsync("other-" + _account, Limit("AAPL", Side.Buy, 99, 1));
        await SubmitAsync("other-" + _account, Limit("AAPL", Side.Buy, 89, 49));
        var loss = await SubmitAsync(_account, Limit("AAPL", Side.Sell, 89, 50));
        Assert.Equal(OrderStatus.Filled, loss.Order!.Status);

        var refused = await SubmitAsync(_account, Limit("NVDA", Side.Buy, 1, 1));
        Assert.Equal((SubmitOutcome.Refused, TradingError.BreakerOpen), (refused.Outcome, refused.Code));
        var tripped = await Own.GetBreaker();
        Assert.Equal(("open", "daily_loss", "system", true), (tripped!.State, tripped.Cause, tripped.Who, tripped.NeedsPerson));
        Assert.True(tripped.Value >= tripped.Threshold);
        await EventuallyAsync(async () => (await StoredAsync(resting.Order!.Id)).Status == OrderStatus.Canceled);
        await EventuallyAsync(async () =>
            (await Firm.ListBreakers()).Any(b => b.Scope == tripped.Scope && b.State == "open"));

        Assert.Equal("half_open", (await Own.Reset("looked at it", "risk"))!.Breaker.State);
        Assert.Equal(SubmitOutcome.Accepted, (await SubmitAsync(_account, Limit("NVDA", Side.Buy, 1, 1))).Outcome);
        var large = await SubmitAsync(_account, Limit("NVDA", Side.Buy, 80, 20_000));
        Assert.Equal(TradingError.BreakerProbation, large.Code);
        var breached = await Own.GetBreaker();
        Assert.Equal(("open", "probation", TimeSpan.FromMinutes(2)), (breached!.State, breached.Cause, breached.Cooldown));
        Assert.Equal(BreakerRefusal.CoolingDown, (await Own.Reset("again", "risk"))!.Refusal);

        var history = await Own.ReadHistory(null, 10);
        Assert.Equal(["open", "half_open", "open"], history.Select(c => c.State));
        Assert.Equal([3L, 2L, 1L], history.Select(c => c.Sequence));
        Assert.Equal("half_open", Assert.Single(await Own.ReadHistory(3, 1)).State);
    }

    [Fact]
    public async Task A_loss_that_comes_with_the_marks_alone_is_seen_within_seconds()
    {
        await OpenAsync(_account, 10_000);
        await OpenOtherAsync();
        await SubmitAsync("other-" + _account, Limit("MSFT", Side.Sell, 100, 90));
        await SubmitAsync(_account, Limit("MSFT", Side.Buy, 100, 90));
        var bid = await SubmitAsync("other-" + _account, Limit("MSFT", Side.Buy, 96, 1));
        var ask = await SubmitAsync("other-" + _account, Limit("MSFT", Side.Sell, 97, 1));
        await EventuallyAsync(async () => (await Own.GetBreaker())!.State == "reduce_only");
        Assert.Equal("daily_loss_soft", (await Own.GetBreaker())!.Cause);

        Assert.Equal(TradingError.ReduceOnly, (await SubmitAsync(_account, Limit("MSFT", Side.Buy, 1, 1))).Code);
        Assert.Equal(SubmitOutcome.Accepted, (await SubmitAsync(_account, Limit("MSFT", Side.Sell, 110, 60))).Outcome);
        Assert.Equal(TradingError.ReduceOnly, (await SubmitAsync(_account, Limit("MSFT", Side.Sell, 111, 31))).Code);
        Assert.Equal(SubmitOutcome.Accepted, (await SubmitAsync(_account, Limit("MSFT", Side.Sell, 111, 30))).Outcome);
        foreach (var quote in new[] { bid, ask }) await cluster.Grains.GetOrderBook("MSFT").Cancel(quote.Order!.Id);
    }

    [Fact]
    public async Task Refused_orders_open_the_breaker_and_breaker_refusals_do_not_count()
    {
        await OpenAsync(_account, 1_000);
        for (var i = 0; i < 20; i++)
            Assert.Equal(
                TradingError.InsufficientBuyingPower, (await SubmitAsync(_account, Limit("QQQ", Side.Buy, 500, 10 + i))).Code);
        Assert.Equal(TradingError.BreakerOpen, (await SubmitAsync(_account, Limit("QQQ", Side.Buy, 1, 1))).Code);
        Assert.Equal(("open", "reject_ratio", false), Of(await Own.GetBreaker()));
        for (var i = 0; i < 20; i++) await SubmitAsync(_account, Limit("QQQ", Side.Buy, 1, 1));
        Assert.Equal(1, (await Own.GetBreaker())!.Sequence);

        static (string, string?, bool) Of(BreakerView? b) => (b!.State, b.Cause, b.NeedsPerson);
    }

    [Fact]
    public async Task A_change_that_cannot_be_stored_has_no_effect_and_is_retryable()
    {
        await OpenAsync(_account, 1_000);
        cluster.Journal.Failure = new JournalException("the disk is full");
        var error = await Assert.ThrowsAsync<TradingUnavailableException>(() => Own.Trip("drill", "anna"));
        Assert.Equal(TradingError.BreakerNotStored, error.Code);
        cluster.Journal.Failure = null;
        Assert.Equal("closed", (await Retry.UntilAnsweredAsync(() => Own.GetBreaker()))!.State);
        Assert.Equal("open", (await Retry.UntilAnsweredAsync(() => Own.Trip("drill", "anna")))!.State);
        Assert.Equal(TradingError.BreakerOpen, (await SubmitAsync(_account, Limit("QQQ", Side.Buy, 1, 1))).Code);
    }

    [Fact]
    public async Task A_trip_becomes_an_incident_though_its_silo_died_first()
    {
        var at = DateTimeOffset.UtcNow.AddMinutes(-1);
        var stream = await cluster.Journal.OpenAsync(
            JournalStreams.Breaker(BreakerScope.Account(_account).ToString()), CancellationToken.None);
        await stream.AppendAsync(1, new BreakerChange(BreakerState.Closed, new()
        {
            State = BreakerState.Open,
            Cause = BreakerCause.Manual,
            Sequence = 1,
            At = at.ToUnixTimeMilliseconds() * 1000,
            Who = "anna",
            Reason = "drill",
            NeedsPerson = true,
        }).Encode(), null);
        await OpenAsync(_account, 1_000);
        Assert.Equal("open", (await Own.GetBreaker())!.State);
        var incident = await Eventually.BecomesAsync(FindAsync, i => i is not null);
        Assert.Equal(at.ToUnixTimeMilliseconds(), incident!.Timeline[0].At.ToUnixTimeMilliseconds());

        async Task<IncidentView?> FindAsync() =>
            (await cluster.Grains.GetIncidentLog().List(new() { IsResolved = false, Accounts = [_account] }))
                .FirstOrDefault(i => i.What.Account == _account);
    }

    [Fact]
    public async Task Own_limits_stop_an_account_and_open_an_incident_until_a_reset()
    {
        await cluster.Grains.GetAccount(_account).Change(new()
        {
            Cash = 10_000,
            Limits = new() { SoftDailyLoss = 0.005m, HardDailyLoss = 0.01m },
        });
        await OpenOtherAsync();
        await SubmitAsync("other-" + _account, Limit("SPY", Side.Sell, 100, 20));
        await SubmitAsync(_account, Limit("SPY", Side.Buy, 100, 20));
        await SubmitAsync("other-" + _account, Limit("SPY", Side.Buy, 94, 20));
        await SubmitAsync(_account, Limit("SPY", Side.Sell, 94, 20));
        Assert.Equal(TradingError.BreakerOpen, (await SubmitAsync(_account, Limit("SPY", Side.Buy, 1, 1))).Code);
        var tripped = await Own.GetBreaker();
        Assert.Equal(("daily_loss", 0.012m, 0.01m), (tripped!.Cause, tripped.Value, tripped.Threshold));

        await EventuallyAsync(async () => await FindIncidentAsync(isResolved: false) is not null);
        var incident = (await FindIncidentAsync(isResolved: false))!;
        Assert.Equal((IncidentType.BreakerTrip, IncidentSeverity.Sev2), (incident.What.Type, incident.What.Severity));
        await Own.Reset("looked at it", "risk");
        await EventuallyAsync(async () => (await FindIncidentAsync(isResolved: true))?.Number == incident.Number);

        async Task<IncidentView?> FindIncidentAsync(bool isResolved) =>
            (await cluster.Grains.GetIncidentLog().List(new() { IsResolved = isResolved }))
                .FirstOrDefault(i => i.What.DedupKey == $"breaker:account:{_account}");
    }

    [Fact]
    public async Task A_killed_breaker_cancels_all_and_takes_two_people_to_reset()
    {
        await OpenAsync(_account, 1_000);
        var resting = await SubmitAsync(_account, Limit("QQQ", Side.Buy, 1, 1));
        Assert.Equal("isolated", (await Own.Kill("rogue", "anna"))!.State);
        await EventuallyAsync(async () => (await StoredAsync(resting.Order!.Id)).Status == OrderStatus.Canceled);
        Assert.Equal(BreakerRefusal.NothingAsked, (await Own.Approve("fine", "ben"))!.Refusal);
        var asked = await Own.Reset("fixed", "anna");
        Assert.Equal(("isolated", "anna"), (asked!.Breaker.State, asked.Breaker.ResetAskedBy));
        Assert.Equal(BreakerRefusal.SecondPersonRequired, (await Own.Approve("fine", "anna"))!.Refusal);
        Assert.Equal("half_open", (await Own.Approve("fine", "ben"))!.Breaker.State);
        Assert.Equal(SubmitOutcome.Accepted, (await SubmitAsync(_account, Limit("QQQ", Side.Buy, 1, 1))).Outcome);
    }

    [Fact]
    public async Task A_halted_symbol_accepts_resting_orders_and_uncrosses_when_resumed()
    {
        const string Symbol = "TSLA";
        var market = cluster.Grains.GetBreaker(BreakerScope.Symbol(Symbol));
        await OpenAsync(_account, 1_000_000);
        await OpenOtherAsync();
        Assert.Equal("open", (await market.Trip("news", "anna"))!.State);
        Assert.Equal("halted", (await cluster.Grains.GetOrderBook(Symbol).GetBook(1))!.Status);
        var buy = await SubmitAsync(_account, Limit(Symbol, Side.Buy, 200, 1));
        var sell = await SubmitAsync("other-" + _account, Limit(Symbol, Side.Sell, 200, 1));
        Assert.Equal((OrderStatus.Accepted, OrderStatus.Accepted), (buy.Order!.Status, sell.Order!.Status));
        Assert.Equal(TradingError.Halted, (await SubmitAsync(_account, Limit(Symbol, Side.Buy, 200, 1) with
        {
            Instructions = new(Side.Buy, OrderType.Limit, TimeInForce.Ioc),
        })).Code);
        Assert.Equal(TradingError.Halted, (await SubmitAsync(_account, new()
        {
            Symbol = Symbol,
            Instructions = new(Side.Buy, OrderType.Market, TimeInForce.Day),
            Quantity = 1,
        })).Code);
        var gone = await SubmitAsync(_account, Limit(Symbol, Side.Buy, 190, 1));
        Assert.Equal(SubmitOutcome.Accepted, (await cluster.Grains.GetOrderBook(Symbol).Cancel(gone.Order!.Id)).Outcome);

        Assert.Equal("half_open", (await market.Reset("out", "anna"))!.Breaker.State);
        await EventuallyAsync(async () => (await StoredAsync(buy.Order!.Id)).Status == OrderStatus.Filled);
        Assert.Equal("open", (await cluster.Grains.GetOrderBook(Symbol).GetBook(1))!.Status);
    }

    [Fact]
    public async Task A_breaker_without_an_owner_does_not_exist()
    {
        Assert.Null(await cluster.Grains.GetBreaker(BreakerScope.Symbol("NOPE")).GetBreaker());
        Assert.Null(await cluster.Grains.GetBreaker(BreakerScope.Symbol("NOPE")).Trip("x", "anna"));
        Assert.Null(await cluster.Grains.GetBreaker(BreakerScope.Account("nobody-" + _account)).Kill("x", "anna"));
    }

    private Task OpenAsync(string account, decimal cash) => cluster.Grains.GetAccount(account).Open(new() { Cash = cash });

    /// <summary>
    /// Opens a large account to trade with, and waits until the firm knows of it: before, what the small one loses is much to the
    /// firm.
    /// </summary>
    private async Task OpenOtherAsync()
    {
        var other = "other-" + _account;
        await OpenAsync(other, 1_000_000);
        await EventuallyAsync(async () => (await cluster.Grains.GetFirm().ListAccounts()).Any(a => a.Account == other));
    }

    private Task<SubmitResult> SubmitAsync(string account, OrderRequest order) =>
        cluster.Grains.GetAccount(account).SubmitOrder(order);

    private async Task<OrderView> StoredAsync(string id) => (await cluster.Grains.GetOrderQueries().FindOrder(id))!;

    private static OrderRequest Limit(string symbol, Side side, decimal price, decimal quantity) => new()
    {
        Symbol = symbol,
        Instructions = new(side, OrderType.Limit, TimeInForce.Gtc),
        LimitPrice = price,
        Quantity = quantity,
    };

    private static Task EventuallyAsync(Func<Task<bool>> condition) => Eventually.HoldsAsync(condition, Patience);
}
