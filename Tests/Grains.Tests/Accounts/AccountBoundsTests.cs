using FsCheck;
using FsCheck.Fluent;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Tests.Accounts;

/// <summary>
/// What an account may not become, whatever it sends and whatever others do: below zero, beyond its limits, larger by an order
/// that reduces. First at random, then the inputs that once did it.
/// </summary>
public sealed class AccountBoundsTests
{
    private const int Sequences = 3_000;
    private const int LongestSequence = 120;

    private static readonly Arbitrary<int[]> Seeds =
        Arb.From(Gen.Choose(0, int.MaxValue).ArrayOf(), ArbMap.Default.ArbFor<int[]>().Shrinker);

    // The same sequences in every run; without the replay they are others each time.
    [Fact]
    public void No_sequence_of_orders_takes_an_account_beyond_its_bounds() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(Sequences).WithEndSize(LongestSequence).WithQuietOnSuccess(true)
            .WithReplay(11113929085727886914, 6730895306385239099),
        Prop.ForAll(Seeds, seeds => RandomTrading.RunAsync(seeds).GetAwaiter().GetResult()));

    /// <summary>An exit is reserved when its entry trades: one that buys then took more than the entry had brought.</summary>
    [Theory]
    [InlineData(OrderClass.Bracket)]
    [InlineData(OrderClass.Oto)]
    public async Task An_order_that_closes_a_position_has_no_exits(OrderClass kind)
    {
        var parts = await AccountInMarket.OpenAsync();
        await RestAsync(parts, Side.Sell, 100, 100);
        await SubmitAsync(parts, Order(Side.Buy, OrderType.Limit, 100) with { LimitPrice = 100 });
        var entry = Order(Side.Sell, OrderType.Limit, 100) with { LimitPrice = 100, StopLossPrice = 110 };
        entry = entry with
        {
            Instructions = entry.Instructions with { Class = kind },
            TakeProfitPrice = kind == OrderClass.Bracket ? 90 : null,
        };
        Assert.Equal(TradingError.NotAnEntry, (await SubmitAsync(parts, entry)).Code);
        await RestAsync(parts, Side.Buy, 100, 100);
        await SubmitAsync(parts, Order(Side.Sell, OrderType.Limit, 100) with { LimitPrice = 100 });
        Assert.Null((await SubmitAsync(parts, entry with { Quantity = 10 })).Code);
    }

    /// <summary>Only the fee of a taker was reserved.</summary>
    [Fact]
    public async Task A_maker_that_pays_more_than_a_taker_stays_above_zero()
    {
        var fees = new FeeSchedule { Equity = new() { Taker = new(0.01m), Maker = new(0.5m) } };
        var parts = await AccountInMarket.OpenAsync(fees: fees);
        var order = Order(Side.Buy, OrderType.Limit, 100) with { LimitPrice = 100 };
        Assert.Equal(TradingError.InsufficientBuyingPower, (await SubmitAsync(parts, order)).Code);
        Assert.Null((await SubmitAsync(parts, order with { Quantity = 99 })).Code);
        await RestAsync(parts, Side.Sell, 100, 99);
        Assert.Equal(100 - 99 * 0.5m, parts.Account.Cash);
    }

    /// <summary>The order before it in its batch moved the last trade.</summary>
    [Fact]
    public async Task A_trailing_buy_begins_no_higher_than_it_was_reserved()
    {
        var parts = await AccountInMarket.OpenAsync();
        await RestAsync(parts, Side.Sell, 100, 1);
        await RestAsync(parts, Side.Buy, 100, 1);
        await RestAsync(parts, Side.Sell, 101, 1);
        await RestAsync(parts, Side.Sell, 110, 5);
        var trailing = Order(Side.Buy, OrderType.TrailingStop, 10) with { TrailPrice = 4 };
        await parts.SubmitAsync(Order(Side.Buy, OrderType.Limit, 2) with { LimitPrice = 110 }, trailing);
        Assert.Equal(110, parts.Market.Book.LastPrice);
        // From 101, where it was checked: it is elected at once, and may trade at 105 and a fifth of 101 more.
        Assert.Equal(10_000 - 101 - 110 - 4 * 110, parts.Account.Cash);
        Assert.Empty(parts.Account.OpenOrders);
    }

    [Fact]
    public async Task A_trail_of_less_than_a_tick_is_reserved_as_a_tick()
    {
        var parts = await AccountInMarket.OpenAsync();
        await RestAsync(parts, Side.Sell, 90, 1);
        await RestAsync(parts, Side.Buy, 90, 1);
        var order = Order(Side.Buy, OrderType.TrailingStop, 1) with { TrailPercent = 1 };
        Assert.Equal(91, (await SubmitAsync(parts, order)).Order!.StopPrice);
        Assert.Equal(91 + 20, Assert.Single(parts.Account.OpenOrders).Price);
    }

    private static OrderRequest Order(Side side, OrderType type, decimal quantity) => new()
    {
        Symbol = AccountInMarket.Symbol,
        Quantity = quantity,
        Instructions = new(side, type, TimeInForce.Gtc),
    };

    private static async Task<SubmitResult> SubmitAsync(AccountInMarket parts, OrderRequest order) =>
        (await parts.SubmitAsync(order))[0];

    /// <summary>An order of others, which rests or trades.</summary>
    private static Task RestAsync(AccountInMarket parts, Side side, long price, long quantity) => parts.TradeAsync(
        new() { Instructions = new(side, OrderType.Limit, TimeInForce.Gtc), Price = price, Quantity = quantity });
}
