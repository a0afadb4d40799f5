using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;
using TradingOps.Grains.Orders;
using TradingOps.Grains.Tests.Cluster;

namespace TradingOps.Grains.Tests.Accounts;

/// <summary>Changes to open orders, and the cancellation of all of them.</summary>
public sealed class OrderChangeTests(TradingCluster cluster) : IClassFixture<TradingCluster>
{
    private readonly string _suffix = Guid.NewGuid().ToString("n")[..8];

    [Fact]
    public async Task What_an_order_holds_follows_its_new_terms()
    {
        var id = await Rest("a", "AAPL", Side.Buy, 100, 10);
        Assert.Equal(999_000, await BuyingPower("a"));
        var less = await Amend("a", id, quantity: 4);
        Assert.Equal((SubmitOutcome.Accepted, 4m, 4m), (less.Outcome, less.Order!.Quantity, less.Order.RemainingQuantity));
        Assert.Equal(999_600, await Until("a", 999_600));
        var more = await Amend("a", id, quantity: 20, price: 110);
        Assert.Equal((20m, 110m), (more.Order!.Quantity, more.Order.LimitPrice));
        Assert.Equal(997_800, await BuyingPower("a"));
    }

    [Fact]
    public async Task A_smaller_quantity_keeps_its_place_and_another_price_loses_it()
    {
        var first = await Rest("b", "MSFT", Side.Buy, 100, 10);
        var second = await Rest("c", "MSFT", Side.Buy, 100, 10);
        await Amend("b", first, quantity: 5);
        await Submit("d", "MSFT", Side.Sell, 100, 5);
        Assert.Equal(OrderStatus.Filled, (await Find(first))!.Status);
        await Amend("c", second, price: 99);
        var third = await Rest("b", "MSFT", Side.Buy, 100, 1);
        await Amend("c", second, price: 100);
        await Submit("d", "MSFT", Side.Sell, 100, 1);
        Assert.Equal(OrderStatus.Filled, (await Find(third))!.Status);
        Assert.Equal(OrderStatus.Accepted, (await Find(second))!.Status);
    }

    [Fact]
    public async Task The_whole_quantity_is_meant_and_what_is_filled_stays_filled()
    {
        var id = await Rest("e", "NVDA", Side.Buy, 100, 10);
        await Submit("f", "NVDA", Side.Sell, 100, 4);
        Assert.Equal(TradingError.InvalidQuantity, (await Amend("e", id, quantity: 4)).Code);
        var order = (await Amend("e", id, quantity: 6)).Order!;
        Assert.Equal((6m, 4m, 2m), (order.Quantity, order.FilledQuantity, order.RemainingQuantity));
    }

    [Fact]
    public async Task A_change_that_asks_for_too_much_is_refused_and_changes_nothing()
    {
        var id = await Rest("g", "TSLA", Side.Buy, 900, 1000);
        var refused = await Amend("g", id, price: 1100);
        Assert.Equal((SubmitOutcome.Refused, TradingError.InsufficientBuyingPower), (refused.Outcome, refused.Code));
        Assert.Equal(900, (await Find(id))!.LimitPrice);
        Assert.Equal(100_000, await BuyingPower("g"));
    }

    [Fact]
    public async Task A_change_in_flight_reserves_the_old_and_the_new_order()
    {
        await Account("n").Change(new() { Cash = 1_000_000, Limits = new() { MaxPosition = 10 } });
        var id = await Rest("n", "AAPL", Side.Buy, 50, 5);
        cluster.Journal.Hold();
        var change = Amend("n", id, quantity: 2, price: 51);
        await cluster.Journal.UntilHeldAsync();
        // Filled as it was, the order leaves room for 5; as it is to be, for 8.
        var other = Submit("n", "AAPL", Side.Buy, 50, 8);
        await cluster.Journal.UntilHeldAsync();
        cluster.Journal.Release();
        Assert.Equal((SubmitOutcome.Accepted, 2m), ((await change).Outcome, (await change).Order!.RemainingQuantity));
        Assert.Equal(TradingError.MaxPosition, (await other).Code);
        Assert.Equal(OrderStatus.Accepted, (await Submit("n", "AAPL", Side.Buy, 50, 8)).Order!.Status);
    }

    [Fact]
    public async Task An_order_that_crosses_by_its_new_price_trades()
    {
        await Rest("h", "SPY", Side.Sell, 105, 3);
        var id = await Rest("i", "SPY", Side.Buy, 100, 5);
        var order = (await Amend("i", id, price: 105)).Order!;
        Assert.Equal((OrderStatus.PartiallyFilled, 3m), (order.Status, order.FilledQuantity));
    }

    [Fact]
    public async Task A_stop_moves_its_price()
    {
        var stop = await Account("j").SubmitOrder(new()
        {
            Symbol = "QQQ",
            Instructions = new(Side.Buy, OrderType.Stop, TimeInForce.Gtc),
            StopPrice = 700,
            Quantity = 1,
        });
        var moved = await Account("j").AmendOrder(stop.Order!.Id, new(null, null, 710));
        Assert.Equal((SubmitOutcome.Accepted, 710m), (moved.Outcome, moved.Order!.StopPrice));
        Assert.Equal(TradingError.UnexpectedField, (await Account("j").AmendOrder(stop.Order.Id, new(null, 5, null))).Code);
    }

    [Fact]
    public async Task Only_an_open_order_of_the_account_can_be_changed()
    {
        var id = await Rest("k", "AMZN", Side.Buy, 100, 1);
        Assert.Equal(SubmitOutcome.NotFound, (await Amend("l", id, quantity: 2)).Outcome);
        Assert.Equal(TradingError.PriceNotOnTick, (await Amend("k", id, price: 100.001m)).Code);
        await cluster.Grains.GetOrderBook("AMZN").Cancel(id);
        Assert.Equal(TradingError.NotOpen, (await Amend("k", id, quantity: 2)).Code);
    }

    [Fact]
    public async Task Everything_open_is_canceled_in_a_symbol_or_in_all()
    {
        var account = Account("m");
        Assert.Null(await account.CancelOrders(null));
        foreach (var symbol in new[] { "AAPL", "AAPL", "MSFT", "NVDA" }) await Rest("m", symbol, Side.Buy, 50, 1);
        Assert.Equal(2, (await account.CancelOrders("AAPL"))!.Value.Length);
        // The market tells the account a little later.
        await Eventually.HoldsAsync(async () => (await account.GetAccount())!.OpenOrders == 2);
        var rest = (await account.CancelOrders(null))!.Value;
        Assert.Equal(["MSFT", "NVDA"], rest.Select(o => o.Request.Symbol).Order());
        Assert.All(rest, o => Assert.Equal(OrderStatus.Canceled, o.Status));
        Assert.Equal(1_000_000, await Until("m", 1_000_000));
    }

    private TradingOps.Grains.Accounts.IAccountGrain Account(string name) => cluster.Grains.GetAccount(name + _suffix);

    private Task<OrderView?> Find(string id) => cluster.Grains.GetOrderQueries().FindOrder(id);

    private async Task<decimal> BuyingPower(string name) => (await Account(name).GetAccount())!.BuyingPower;

    private Task<decimal> Until(string name, decimal expected) =>
        Eventually.BecomesAsync(() => BuyingPower(name), power => power == expected);

    private Task<SubmitResult> Amend(string name, string id, decimal? quantity = null, decimal? price = null) =>
        Account(name).AmendOrder(id, new(quantity, price, null));

    private async Task<string> Rest(string name, string symbol, Side side, decimal price, decimal quantity)
    {
        var result = await Submit(name, symbol, side, price, quantity);
        Assert.Equal(OrderStatus.Accepted, result.Order!.Status);
        return result.Order.Id;
    }

    private Task<SubmitResult> Submit(string name, string symbol, Side side, decimal price, decimal quantity) =>
        Account(name).SubmitOrder(new()
        {
            Symbol = symbol,
            Instructions = new(side, OrderType.Limit, TimeInForce.Gtc),
            LimitPrice = price,
            Quantity = quantity,
        });
}
