using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Risk;

namespace TradingOps.Engine.Tests.Risk;

/// <summary>What orders are sent with and reserved at: the worst that they can cost.</summary>
public class WorstPriceTests
{
    private static readonly Instrument Stock = new()
    {
        Symbol = "XYZ",
        AssetClass = AssetClass.Equity,
        TickSize = 1,
        MaxQuantity = 1_000_000,
    };

    private static readonly Mark Market = Quoted.Of(99, 100, 100);

    private readonly AccountLimits _limits = new() { CollarTicks = 0 };
    private readonly Account _account = new("a");

    public WorstPriceTests() => _account.Open(10_000, 0, default);

    [Theory]
    [InlineData(OrderType.Market, 0, 120, 120)]
    [InlineData(OrderType.Stop, 200, 240, 240)]
    [InlineData(OrderType.MarketIfTouched, 90, 108, 108)]
    [InlineData(OrderType.TrailingStop, 0, 20, 125)]
    public void A_buy_is_reserved_at_its_worst_price(OrderType type, long stop, long sent, long reserved)
    {
        var order = Protect(new()
        {
            Instructions = new(Side.Buy, type, TimeInForce.Gtc),
            Quantity = 10,
            StopPrice = stop,
            TrailAmount = type == OrderType.TrailingStop ? 5 : 0,
        });
        Assert.Equal(sent, order.Price);
        Assert.Equal(new HeldOrder("XYZ", 0, Side.Buy, reserved, 10), Protection.Hold(order, Stock, Market));
    }

    [Fact]
    public void A_stop_that_costs_more_than_there_is_is_refused()
    {
        var order = Stop(Side.Buy, 200) with { Quantity = 100 };
        Assert.Contains("24000", Check(order)!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_market_buy_is_cut_to_what_the_cash_pays()
    {
        var order = Protect(MarketBuy(90));
        var check = CheckOf(order);
        // 9,000 at the ask of 100; 10,000 pay 111 for each.
        Assert.Equal(111, PreTradeChecks.FindAffordable(check, _account, Stock, Value));
        Assert.Null(PreTradeChecks.FindAffordable(CheckOf(Protect(MarketBuy(101))), _account, Stock, Value));
    }

    [Fact]
    public void Fees_are_part_of_what_is_needed()
    {
        _account.SetTerms(new() { Fees = new() { Equity = new() { Taker = new(BasisPoints: 5) } } });
        var order = new OrderSpec { Instructions = new(Side.Buy, OrderType.Limit, TimeInForce.Gtc), Price = 100, Quantity = 100 };
        Assert.Contains("10005", Check(order)!.Detail, StringComparison.Ordinal);
        Assert.Null(Check(order with { Quantity = 99 }));
    }

    [Fact]
    public void An_amount_holds_all_of_itself()
    {
        var held = Protection.Hold(Protect(MarketBuy(0) with { Amount = 5_050 }), Stock, Market);
        Assert.Equal((50L, 101L), (held.Remaining, held.Price));
        Assert.NotNull(Check(MarketBuy(0) with { Amount = 10_001 }));
    }

    [Fact]
    public void Slippage_and_protection_tighten_the_worst_price()
    {
        Assert.Equal(102, Protect(MarketBuy(1) with { MaxSlippage = 2 }).Price);
        var future = Stock with { Protection = 6 };
        var order = Protection.Protect(MarketBuy(1), future, Market, _limits);
        Assert.Equal((106, true), (order.Price, order.Instructions.RestsAtWorst));
    }

    [Fact]
    public void A_worst_price_stays_within_the_prices_of_its_instrument()
    {
        var option = Stock with { Protection = 10 };
        var mark = new Mark(2, 3, 2);
        var sell = MarketBuy(1) with { Instructions = new(Side.Sell, OrderType.Market, TimeInForce.Day) };
        Assert.Equal(1, Protection.Protect(sell, option, mark, _limits).Price);
        var oil = Stock with { AllowNegative = true, Protection = 20 };
        Assert.Equal(-1, Protection.Protect(MarketBuy(1) with { MaxSlippage = 10 }, oil, new(-11, -10, -10), _limits).Price);
    }

    [Fact]
    public void Values_of_either_sign_do_not_pay_for_each_other()
    {
        var held = default(Reservation).Add(new("XYZ", 1, Side.Buy, -5, 200), 1).Add(new("XYZ", 2, Side.Buy, 5, 400), 1);
        Assert.Equal(3_000, held.BuyValue);
        Assert.Equal(default, held.Add(new("XYZ", 1, Side.Buy, -5, 200), -1).Add(new("XYZ", 2, Side.Buy, 5, 400), -1));
    }

    [Fact]
    public void Exits_keep_the_collar_too()
    {
        var entry = new OrderSpec
        {
            Instructions = new(Side.Buy, OrderType.Limit, TimeInForce.Gtc) { Class = OrderClass.Oto },
            Price = 100,
            Quantity = 1,
        };
        Assert.Contains("take_profit", Check(entry with { TakeProfitPrice = 1 })!.Detail, StringComparison.Ordinal);
        Assert.Contains(
            "stop_loss", Check(entry with { StopLossPrice = 95, StopLossLimit = 1 })!.Detail, StringComparison.Ordinal);
        Assert.Null(Check(entry with { TakeProfitPrice = 150 }));
    }

    [Fact]
    public void A_trailing_stop_is_reserved_from_the_last_trade()
    {
        var order = new OrderSpec
        {
            Instructions = new(Side.Buy, OrderType.TrailingStop, TimeInForce.Gtc),
            Quantity = 10,
            TrailAmount = 5,
        };
        var mark = new Mark(99, 100, 120);
        Assert.Equal(145, Protection.Hold(Protection.Protect(order, Stock, mark, _limits), Stock, mark).Price);
    }

    [Fact]
    public void A_price_of_zero_as_the_worst_means_a_tick_better()
    {
        var oil = Stock with { AllowNegative = true, Protection = 2 };
        Assert.Equal(1, Protection.Protect(Stop(Side.Sell, 2), oil, Market, _limits).Price);
        Assert.Equal(-3, Protection.Protect(Stop(Side.Sell, -1), oil, Market, _limits).Price);
    }

    private static OrderSpec MarketBuy(long lots) =>
        new() { Instructions = new(Side.Buy, OrderType.Market, TimeInForce.Day), Quantity = lots };

    private static OrderSpec Stop(Side side, long stop) =>
        new() { Instructions = new(side, OrderType.Stop, TimeInForce.Day), StopPrice = stop, Quantity = 1 };

    private OrderSpec Protect(in OrderSpec order) => Protection.Protect(order, Stock, Market, _limits);

    private static OrderCheck CheckOf(in OrderSpec order) => new()
    {
        Spec = order,
        Held = Protection.Hold(order, Stock, Market),
        Price = Protection.Expected(order, Stock, Market),
        Time = 0,
    };

    private RunningValuation Value => new(_account, _ => Stock, _ => Market);

    private Refusal? Check(in OrderSpec order) =>
        PreTradeChecks.Check(CheckOf(Protect(order)), _account, Stock, Market, new(), Value, []);
}
