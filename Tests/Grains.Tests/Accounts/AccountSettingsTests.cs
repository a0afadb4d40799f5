using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Accounts;
using TradingOps.Grains.Journaling;
using TradingOps.Grains.Orders;
using TradingOps.Grains.Tests.Cluster;

namespace TradingOps.Grains.Tests.Accounts;

public sealed class AccountSettingsTests(TradingCluster cluster) : IClassFixture<TradingCluster>
{
    private readonly string _id = "s" + Guid.NewGuid().ToString("n")[..8];

    private IAccountGrain Account => cluster.Grains.GetAccount(_id);

    [Fact]
    public async Task A_new_accounts_cash_and_limits_survive_a_restart()
    {
        var opened = (await Account.Change(new() { Cash = 5000, Limits = new() { MaxOrderQuantity = 7, Leverage = 2 } })).Account;
        Assert.Equal((5000, 5000, 5000), (opened!.Cash, opened.StartOfDayEquity, opened.BuyingPower));
        await Account.Change(new() { Limits = new() { MaxPosition = 9 } });
        await RestartAsync();
        var limits = (await Account.GetSettings())!.Limits;
        Assert.Equal((7, 2, 9), (limits.MaxOrderQuantity, limits.Leverage, limits.MaxPosition));
        var refused = await Account.SubmitOrder(Buy("AAPL", 8, 10));
        Assert.Equal((SubmitOutcome.Refused, TradingError.MaxQuantity), (refused.Outcome, refused.Code));
        Assert.Equal(OrderStatus.Rejected, (await cluster.Grains.GetOrderQueries().FindOrder(refused.Order!.Id))!.Status);
    }

    [Fact]
    public void An_unopened_account_has_limits_unless_they_are_switched_off()
    {
        Assert.Equal(new AccountLimits { Leverage = 2 }, new AccountOptions { Leverage = 2 }.OpeningLimits);
        var none = new AccountOptions { Leverage = 2, Limited = false }.OpeningLimits;
        Assert.Equal((0, 0m, 0m, false, false),
            (none.MaxOrdersPerSecond, none.MaxOrderNotional, none.MaxPosition, none.CheckBuyingPower, none.IsOutside));
    }

    [Fact]
    public async Task Cash_moves_once_a_reference_also_over_a_restart()
    {
        await Account.Change(new() { Cash = 1000 });
        var moves = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Account.MoveCash(500, "wire-1")));
        Assert.Equal(1, moves.Count(m => m == CashMove.Moved));
        Assert.Equal(4, moves.Count(m => m == CashMove.MovedBefore));
        await RestartAsync();
        Assert.Equal(CashMove.MovedBefore, await Account.MoveCash(500, "wire-1"));
        Assert.Equal(CashMove.OtherAmount, await Account.MoveCash(501, "wire-1"));
        var account = (await Account.GetAccount())!;
        Assert.Equal((1500, 0, 1000, 1500), (account.Cash, account.DayPnl, account.StartOfDayEquity, account.HighWaterMark));
    }

    [Fact]
    public async Task More_cash_than_is_free_does_not_move_out()
    {
        Assert.Equal(CashMove.UnknownAccount, await Account.MoveCash(-1, "a"));
        await Account.Change(new() { Cash = 1000 });
        await Account.SubmitOrder(Buy("MSFT", 1, 400));
        Assert.Equal(CashMove.NotFree, await Account.MoveCash(-601, "b"));
        Assert.Equal(CashMove.Moved, await Account.MoveCash(-600, "b"));
    }

    [Fact]
    public async Task A_change_that_meets_the_first_order_of_an_account_holds()
    {
        cluster.Journal.Hold();
        var order = Account.SubmitOrder(Buy("AAPL", 1, 10));
        await cluster.Journal.UntilHeldAsync();
        var change = Account.Change(new() { Cash = 5000, Limits = new() { MaxOrderQuantity = 7 } });
        cluster.Journal.Release();
        await order;
        Assert.Equal(5000, (await change).Account!.Cash);
        Assert.Equal(7, (await Account.GetSettings())!.Limits.MaxOrderQuantity);
    }

    [Fact]
    public async Task An_account_that_cannot_start_answers_every_call_with_the_reason()
    {
        var stream = await cluster.Journal.OpenAsync($"{JournalStreams.BreakerPrefix}account:{_id}", CancellationToken.None);
        await stream.AppendAsync(1, "no record of a breaker"u8.ToArray());
        var error = await Assert.ThrowsAsync<TradingUnavailableException>(Account.GetSettings);
        Assert.Equal(TradingError.CannotStart, error.Code);
        Assert.Contains(_id, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cash_that_is_leaving_can_neither_leave_again_nor_buy()
    {
        await Account.Change(new() { Cash = 1000 });
        cluster.Journal.Hold();
        var first = Account.MoveCash(-1000, "a");
        await cluster.Journal.UntilHeldAsync();
        Assert.Equal(CashMove.NotFree, await Account.MoveCash(-1, "b"));
        var order = Account.SubmitOrder(Buy("MSFT", 1, 400));
        cluster.Journal.Release();
        Assert.Equal(CashMove.Moved, await first);
        Assert.Equal(TradingError.InsufficientBuyingPower, (await order).Code);
        Assert.Equal(0, (await Account.GetAccount())!.Cash);
    }

    [Fact]
    public async Task Cash_of_an_open_account_is_set_by_moving_the_difference()
    {
        await Account.Change(new() { Cash = 1000 });
        var changed = (await Account.Change(new() { Cash = 400 })).Account;
        Assert.Equal((400, 0), (changed!.Cash, changed.DayPnl));
    }

    [Fact]
    public async Task A_new_accounts_fees_and_cost_method_hold_from_its_first_fill()
    {
        await Account.Change(new()
        {
            Cash = 100_000,
            CostMethod = CostMethod.Fifo,
            Fees = [new(AssetClass.Equity, Liquidity.Taker, PerUnit: 0.5m, BasisPoints: 0)],
        });
        var offer = Buy("TSLA", 10, 200) with { Instructions = new(Side.Sell, OrderType.Limit, TimeInForce.Gtc) };
        await cluster.Grains.GetAccount(_id + "-maker").SubmitOrder(offer);
        await Account.SubmitOrder(Buy("TSLA", 10, 200));
        var before = (await Account.GetAccount())!;
        Assert.Equal((5, 100_000 - 2000 - 5, -5), (before.Fees, before.Cash, before.RealizedPnl));
        await RestartAsync();
        var after = (await Account.GetAccount())!;
        Assert.Equal((before.Fees, before.Cash, before.RealizedPnl), (after.Fees, after.Cash, after.RealizedPnl));
        Assert.Equal(CostMethod.Fifo, Assert.Single((await Account.GetPositions())!.Value).CostMethod);
    }

    [Fact]
    public async Task A_day_begun_by_hand_measures_from_the_equity_of_now()
    {
        Assert.Null(await Account.StartDay());
        await Account.Change(new() { Cash = 1000 });
        await Account.MoveCash(500, "in");
        var begun = (await Account.StartDay())!;
        Assert.Equal((1500, 0), (begun.StartOfDayEquity, begun.DayPnl));
        await RestartAsync();
        Assert.Equal(1500, (await Account.GetAccount())!.StartOfDayEquity);
    }

    private async Task RestartAsync() =>
        await cluster.Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);

    private static OrderRequest Buy(string symbol, decimal quantity, decimal price) => new()
    {
        Symbol = symbol,
        Instructions = new(Side.Buy, OrderType.Limit, TimeInForce.Gtc),
        Quantity = quantity,
        LimitPrice = price,
    };
}
