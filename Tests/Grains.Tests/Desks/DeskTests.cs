using TradingOps.Engine.Books;
using TradingOps.Engine.Breakers;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Grains.Books;
using TradingOps.Grains.Desks;
using TradingOps.Grains.Journaling;
using TradingOps.Grains.Orders;
using TradingOps.Grains.Tests.Cluster;

namespace TradingOps.Grains.Tests.Desks;

public sealed class DeskTests(TradingCluster cluster) : IClassFixture<TradingCluster>
{
    private const string Symbol = "TSLA";

    /// <summary>Without a mark, an order counts at its own price.</summary>
    private const string Untraded = "QQQ";

    private readonly string _desk = "desk-" + Guid.NewGuid().ToString("N");
    private readonly string _outside = "outside-" + Guid.NewGuid().ToString("N");

    private IDeskGrain Desk => cluster.Grains.GetDesk(_desk);

    private string First => _desk + "-1";

    private string Second => _desk + "-2";

    [Fact]
    public async Task A_killed_desk_stops_its_accounts_and_no_other()
    {
        await OpenAsync();
        var mine = (await SubmitAsync(First, Side.Buy, 10, 5)).Order!.Id;
        var others = (await SubmitAsync(_outside, Side.Buy, 10, 5)).Order!.Id;

        Assert.Equal("isolated", (await Desk.Kill("fire", "anna"))!.State);
        // No silo acts on the state before: the very next order is refused.
        Assert.Equal(TradingError.BreakerOpen, (await SubmitAsync(Second, Side.Buy, 10, 5)).Code);
        Assert.Equal(SubmitOutcome.Accepted, (await SubmitAsync(_outside, Side.Buy, 10, 5)).Outcome);
        await EventuallyAsync(async () => await StatusOfAsync(mine) == OrderStatus.Canceled);
        Assert.Equal("breaker:desk", (await cluster.Grains.GetOrderQueries().FindOrder(mine))!.RejectReason);
        Assert.Equal(OrderStatus.Accepted, await StatusOfAsync(others));

        // Who asks is not who approves.
        Assert.Equal("anna", (await Desk.Reset("out", "anna"))!.Breaker.ResetAskedBy);
        Assert.Equal(BreakerRefusal.SecondPersonRequired, (await Desk.Approve("out", "anna"))!.Refusal);
        Assert.Equal("half_open", (await Desk.Approve("out", "ben"))!.Breaker.State);
        Assert.Equal(SubmitOutcome.Accepted, (await SubmitAsync(First, Side.Buy, 10, 5)).Outcome);
    }

    [Fact]
    public async Task A_stop_survives_the_grains_and_holds_the_accounts()
    {
        await OpenAsync();
        await Desk.Trip("drill", "anna");
        var leaving = await cluster.Grains.GetAccount(First).Change(new() { Desk = "" }, Acting.Test);
        Assert.Equal(TradingError.BreakerOpen, leaving.Code);
        await cluster.Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);

        await EventuallyAsync(async () => (await SubmitAsync(First, Side.Buy, 10, 5)).Code == TradingError.BreakerOpen);
        Assert.Equal("open", (await Desk.GetBreaker())!.State);
        await EventuallyAsync(async () => (await cluster.Grains.GetFirmBreaker().ListBreakers())
            .Any(b => b.Scope == BreakerScope.Desk(_desk).ToString() && b.State == "open"));

        await Desk.Reset("over", "anna");
        Assert.Equal(TradingError.BreakerOpen,
            (await cluster.Grains.GetAccount(First).Change(new() { Desk = "" }, Acting.Test)).Code);
    }

    [Fact]
    public async Task A_desk_that_may_only_reduce_is_flattened_account_by_account()
    {
        await OpenAsync();
        foreach (var account in new[] { First, Second })
        {
            await SubmitAsync(_outside, Side.Sell, 20, 7);
            Assert.Equal(OrderStatus.Filled, (await SubmitAsync(account, Side.Buy, 20, 7)).Order!.Status);
        }
        Assert.Equal("reduce_only", (await Desk.TripToReduce("too long", "anna"))!.State);
        Assert.Equal(TradingError.ReduceOnly, (await SubmitAsync(First, Side.Buy, 19, 1)).Code);

        // Nobody buys yet.
        var before = (await Desk.Flatten(null, Acting.Test))!.Value;
        Assert.Equal([First, Second], before.Select(a => a.Account));
        Assert.All(before, a => Assert.Equal(7, Assert.Single(a.Result!.Left).Quantity));
        await SubmitAsync(_outside, Side.Buy, 20, 14);
        Assert.All((await Desk.Flatten(Symbol, Acting.Test))!.Value, a => Assert.Empty(a.Result!.Left));
        foreach (var account in new[] { First, Second })
            Assert.Equal(0, Assert.Single((await cluster.Grains.GetAccount(account).GetPositions())!.Value).Quantity);
    }

    [Fact]
    public async Task A_stop_that_was_stored_and_not_reported_takes_effect()
    {
        await OpenAsync();
        // The desk's silo dies between the two: its grain has never told anybody.
        var stopped = new BreakerStatus
        {
            State = BreakerState.Isolated,
            Cause = BreakerCause.Kill,
            Sequence = 1,
            NeedsPerson = true,
        };
        var stream = await cluster.Journal.OpenAsync(
            JournalStreams.Breaker(BreakerScope.Desk(_desk).ToString()), CancellationToken.None);
        await stream.AppendAsync(1, new BreakerChange(BreakerState.Closed, stopped).Encode(), null);
        await cluster.Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);

        await EventuallyAsync(async () => (await SubmitAsync(First, Side.Buy, 10, 5)).Code == TradingError.BreakerOpen);
        Assert.Equal(SubmitOutcome.Accepted, (await SubmitAsync(_outside, Side.Buy, 10, 5)).Outcome);
    }

    [Fact]
    public async Task A_market_takes_no_order_of_a_stopped_desk()
    {
        await OpenAsync();
        await Desk.Kill("fire", "anna");
        // As one that its account had admitted before.
        var order = new PlaceOrder
        {
            Spec = new() { Instructions = new(Side.Buy, OrderType.Limit, TimeInForce.Gtc), Price = 1_00, Quantity = 1 },
        };
        var error = await Assert.ThrowsAsync<TradingUnavailableException>(() => cluster.Grains.GetOrderBook(Symbol).Place(
            new(First, long.MaxValue, 0, 0.01m, 1, [order], Acting.Test) { Desk = _desk }));
        Assert.Equal((TradingError.BreakerOpen, true), (error.Code, error.IsOutcomeKnown));
    }

    [Fact]
    public async Task A_desk_is_there_while_an_account_names_it()
    {
        Assert.Null(await UntilReportedAsync(() => Desk.GetBreaker()));
        Assert.Null(await UntilReportedAsync(() => Desk.Kill("typo", "anna")));
        await OpenAsync();
        Assert.Equal("closed", (await Desk.GetBreaker())!.State);
        var desk = (await cluster.Grains.GetFirm().FindDesk(_desk))!;
        Assert.Equal([First, Second], desk.Accounts.AsEnumerable());
        Assert.Equal(2_000_000, desk.Figures.Cash);

        await cluster.Grains.GetAccount(Second).Change(new() { Desk = "" }, Acting.Test);
        Assert.Equal([First], (await cluster.Grains.GetFirm().FindDesk(_desk))!.Accounts.AsEnumerable());
    }

    [Fact]
    public async Task Accounts_of_a_desk_share_its_limit()
    {
        await OpenAsync();
        var scope = BreakerScope.Desk(_desk).ToString();
        await cluster.Grains.GetFirm().SetLimits(scope, [new(AssetClass.Equity, null, 1_000, 0, 0)], "drill", Acting.Test);
        await EventuallyAsync(async () => await TryAsync(First, 101) == TradingError.MaxExposure);
        await EventuallyAsync(async () => (await SubmitAsync(First, Side.Buy, 10, 60, Untraded)).Code is null);
        // The desk hears of the open order.
        await EventuallyAsync(async () =>
            Assert.Single((await cluster.Grains.GetFirm().FindLimits(scope))!.Uses).Gross == 600);
        await EventuallyAsync(async () => await TryAsync(Second, 41) == TradingError.MaxExposure);
        await EventuallyAsync(async () => await TryAsync(Second, 39) is null);
        await cluster.Grains.GetAccount(First).CancelOrders(null, Acting.Test);
        await EventuallyAsync(async () => await TryAsync(Second, 41) is null);

        // They outlive the grain that keeps them.
        await cluster.Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
        Assert.Equal("drill", (await UntilReportedAsync(() => cluster.Grains.GetFirm().FindLimits(scope)))!.Reason);
        await cluster.Grains.GetFirm().SetLimits(scope, [], "over", Acting.Test);
        await EventuallyAsync(async () => await TryAsync(First, 500) is null);
        Assert.Null(await UntilReportedAsync(() => cluster.Grains.GetFirm().FindLimits("desk:nobody")));
        Assert.Null(await UntilReportedAsync(() => cluster.Grains.GetFirm().FindLimits("account:" + First)));
    }

    private static async Task<T?> UntilReportedAsync<T>(Func<Task<T?>> ask) where T : class
    {
        T? answer = null;
        await EventuallyAsync(async () =>
        {
            try
            {
                answer = await ask();
                return true;
            }
            catch (TradingUnavailableException)
            {
                // Accounts of other tests have not reported yet.
                return false;
            }
        });
        return answer;
    }

    private async Task OpenAsync()
    {
        await cluster.Grains.GetAccount(_outside).Change(new() { Cash = 1_000_000, Limits = Short }, Acting.Test);
        foreach (var account in new[] { First, Second })
            Assert.NotNull(
                (await cluster.Grains.GetAccount(account).Change(new() { Cash = 1_000_000, Desk = _desk }, Acting.Test)).Account);
        // A cluster that has just started has not read every breaker.
        await EventuallyAsync(async () => (await SubmitAsync(First, Side.Buy, 1, 1)).Code != TradingError.BreakerUnknown);
        await cluster.Grains.GetAccount(First).CancelOrders(null, Acting.Test);
    }

    private static Grains.Accounts.LimitValues Short => new() { Margin = Engine.Margin.MarginModel.RegT, PriceCollar = 0 };

    private Task<SubmitResult> SubmitAsync(
        string account, Side side, decimal price, decimal quantity, string symbol = Symbol) =>
        cluster.Grains.GetAccount(account).SubmitOrder(new()
        {
            Symbol = symbol,
            Instructions = new(side, OrderType.Limit, TimeInForce.Gtc),
            LimitPrice = price,
            Quantity = quantity,
        });

    /// <summary>Why an order is refused; one that is not is canceled again.</summary>
    private async Task<TradingError?> TryAsync(string account, decimal quantity)
    {
        var result = await SubmitAsync(account, Side.Buy, 10, quantity, Untraded);
        if (result.Code is null) await cluster.Grains.GetAccount(account).CancelOrders(null, Acting.Test);
        return result.Code;
    }

    private async Task<OrderStatus> StatusOfAsync(string order) =>
        (await cluster.Grains.GetOrderQueries().FindOrder(order))!.Status;

    private static Task EventuallyAsync(Func<Task<bool>> condition) =>
        Eventually.HoldsAsync(condition, TimeSpan.FromSeconds(30));
}
