using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Engine.Risk;

namespace TradingOps.Engine.Tests.Risk;

public sealed class PreTradeChecksTests
{
    private static readonly Instrument Stock = InstrumentCatalogue.Default["AAPL"];
    private readonly Account _account = new("a");
    private readonly OrderPace _pace = new();
    private Mark _mark = Quoted.Of(100, 100, 100);
    private long _now = 1_000_000_000;

    public PreTradeChecksTests() => _account.MoveCash(10_000);

    [Fact]
    public void An_order_within_buying_power_passes() => Assert.Null(Check(Side.Buy, 100_00, 100));

    [Fact]
    public void One_share_more_is_refused_with_the_value_and_the_threshold() =>
        AssertRefused(Check(Side.Buy, 100_00, 101), "insufficient_buying_power", "10100", "10000");

    [Fact]
    public void Orders_under_way_count()
    {
        _account.Reserve(new("AAPL", 0, Side.Buy, 100_00, 60));
        Assert.Null(Check(Side.Buy, 100_00, 40));
        AssertRefused(Check(Side.Buy, 100_00, 41), "insufficient_buying_power");
        _account.Release(new("AAPL", 0, Side.Buy, 100_00, 60));
        Assert.Null(Check(Side.Buy, 100_00, 100));
    }

    [Fact]
    public void An_order_that_only_reduces_needs_nothing()
    {
        Fill(Side.Buy, 100_00, 100);
        Assert.Null(Check(Side.Sell, 90_00, 100));
        AssertRefused(Check(Side.Buy, 100_00, 1), "insufficient_buying_power");
        // Beyond the position it opens a short.
        AssertRefused(Check(Side.Sell, 100_00, 201), "insufficient_buying_power");
    }

    [Fact]
    public void A_short_that_opens_is_valued_above_the_ask()
    {
        Assert.Null(Check(Side.Sell, 99_00, 97));
        AssertRefused(Check(Side.Sell, 99_00, 98), "insufficient_buying_power", "10094", "10000");
    }

    [Fact]
    public void Leverage_multiplies_equity()
    {
        _account.SetLimits(new() { Leverage = 4 });
        Assert.Null(Check(Side.Buy, 100_00, 400));
        AssertRefused(Check(Side.Buy, 100_00, 401), "insufficient_buying_power", "10025", "10000");
    }

    [Fact]
    public void Too_many_open_orders_are_refused()
    {
        _account.SetLimits(new() { MaxOpenOrders = 0 });
        AssertRefused(Check(Side.Buy, 100_00, 1), "max_open_orders", "0");
    }

    [Theory]
    [InlineData(5, null)]
    [InlineData(6, "max_quantity")]
    public void An_order_may_have_so_many_shares(long lots, string? code)
    {
        _account.SetLimits(new() { MaxOrderQuantity = 5 });
        AssertRefused(Check(Side.Buy, 100_00, lots), code, code is null ? [] : ["6", "5"]);
    }

    [Theory]
    [InlineData(5, null)]
    [InlineData(6, "max_notional")]
    public void An_order_may_be_worth_so_much(long lots, string? code)
    {
        _account.SetLimits(new() { MaxOrderNotional = 500 });
        AssertRefused(Check(Side.Buy, 100_00, lots), code, code is null ? [] : ["600", "500"]);
    }

    [Theory]
    [InlineData(Side.Buy, 110_00, null)]
    [InlineData(Side.Buy, 110_01, "price_collar")]
    [InlineData(Side.Buy, 1_00, null)]
    [InlineData(Side.Sell, 90_00, null)]
    [InlineData(Side.Sell, 89_99, "price_collar")]
    [InlineData(Side.Sell, 500_00, null)]
    public void An_order_may_trade_so_far_through_the_market(Side side, long price, string? code)
    {
        _account.SetLimits(new() { PriceCollar = 0.1m, Leverage = 10 });
        AssertRefused(Check(side, price, 1), code);
    }

    [Fact]
    public void A_market_order_beyond_the_collar_is_refused_others_get_worst_prices()
    {
        _account.SetLimits(new() { PriceCollar = 0.1m });
        _mark = new(Bid: 99, Ask: 150, Last: 100);
        AssertRefused(Check(Side.Buy, 150_00, 1, OrderType.Market), "price_collar", "150", "110");
        Assert.Null(Check(Side.Sell, 99_00, 1, OrderType.Market));
        Assert.Equal(110_00, PriceCollar.Worst(Side.Buy, _mark, _account.Limits, Stock));
        Assert.Equal(90_00, PriceCollar.Worst(Side.Sell, _mark, _account.Limits, Stock));
    }

    [Fact]
    public void A_cheap_contract_may_always_move_some_ticks()
    {
        _mark = new(Bid: 0.10m, Ask: 0.10m, Last: 0.10m);
        _account.SetLimits(new() { PriceCollar = 0.1m, CollarTicks = 5 });
        Assert.Null(Check(Side.Buy, 15, 1));
        AssertRefused(Check(Side.Buy, 16, 1), "price_collar");
    }

    [Fact]
    public void Before_the_first_trade_the_collar_starts_at_the_reference_price()
    {
        _mark = default;
        AssertRefused(Check(Side.Buy, 900_000_00, 10), "price_collar", "900000", "224.88");
        Assert.Null(Check(Side.Buy, 200_00, 1));
        Assert.Null(PriceCollar.Worst(Side.Buy, default(Mark), _account.Limits, Stock with { ReferencePrice = 0 }));
    }

    [Fact]
    public void So_many_orders_may_come_in_a_second()
    {
        _account.SetLimits(new() { MaxOrdersPerSecond = 3 });
        for (var i = 0; i < 3; i++, _now += 100_000) Assert.Null(Check(Side.Buy, 100_00, 1));
        AssertRefused(Check(Side.Buy, 100_00, 1), "order_rate", "3");
        _now += 700_000;
        Assert.Null(Check(Side.Buy, 100_00, 1));
        AssertRefused(Check(Side.Buy, 100_00, 1), "order_rate");
    }

    [Fact]
    public void A_clock_step_back_stops_no_account()
    {
        _account.SetLimits(new() { MaxOrdersPerSecond = 3, DuplicateWindow = 50 });
        for (var quantity = 1; quantity <= 3; quantity++) Assert.Null(Check(Side.Buy, 100_00, quantity));
        AssertRefused(Check(Side.Buy, 100_00, 4), "order_rate");
        _now -= 3_600_000_000;
        for (var quantity = 1; quantity <= 3; quantity++) Assert.Null(Check(Side.Buy, 100_00, quantity));
        AssertRefused(Check(Side.Buy, 100_00, 4), "order_rate");
        _now += 1_000_000;
        Assert.Null(Check(Side.Buy, 100_00, 1));
    }

    [Fact]
    public void The_same_order_again_within_the_window_is_refused()
    {
        _account.SetLimits(new() { DuplicateWindow = 50 });
        Assert.Null(Check(Side.Buy, 100_00, 1));
        _now += 49_999;
        AssertRefused(Check(Side.Buy, 100_00, 1), "duplicate_order", "49 ms", "50 ms");
        Assert.Null(Check(Side.Buy, 100_00, 2));
        _now += 1;
        Assert.Null(Check(Side.Buy, 100_00, 1));
    }

    [Theory]
    [InlineData(Side.Buy, 3, null)]
    [InlineData(Side.Buy, 4, "max_position")]
    [InlineData(Side.Sell, 15, null)]
    [InlineData(Side.Sell, 16, "max_position")]
    public void A_position_may_become_so_large_if_everything_open_were_filled(Side side, long lots, string? code)
    {
        _account.SetLimits(new() { MaxPosition = 10, Leverage = 10 });
        Fill(Side.Buy, 100_00, 5);
        _account.Reserve(new("AAPL", 0, Side.Buy, 100_00, 2));
        AssertRefused(Check(side, 100_00, lots), code);
    }

    [Fact]
    public void The_first_failure_wins()
    {
        var all = new AccountLimits
        {
            MaxOrdersPerSecond = 1,
            MaxOrderQuantity = 1,
            MaxOrderNotional = 1,
            PriceCollar = 0.01m,
            DuplicateWindow = 1000,
            MaxPosition = 1,
        };
        _account.SetLimits(all);
        string[] codes =
            ["order_rate", "max_quantity", "max_notional", "price_collar", "max_position", "insufficient_buying_power"];
        AssertRefused(Check(Side.Buy, 200_00, 1_000), codes[1]);
        AssertRefused(Check(Side.Buy, 200_00, 1_000), codes[0]);
        _account.SetLimits(all = all with { MaxOrdersPerSecond = 0, MaxOrderQuantity = 0 });
        AssertRefused(Check(Side.Buy, 200_00, 1_000), codes[2]);
        _account.SetLimits(all = all with { MaxOrderNotional = 0 });
        AssertRefused(Check(Side.Buy, 200_00, 1_000), codes[3]);
        _account.SetLimits(all = all with { PriceCollar = 0 });
        AssertRefused(Check(Side.Buy, 200_00, 1_000), codes[4]);
        _account.SetLimits(all with { MaxPosition = 0 });
        AssertRefused(Check(Side.Buy, 200_00, 1_000), codes[5]);
    }

    [Fact]
    public void An_account_without_limits_is_refused_nothing()
    {
        _account.SetLimits(AccountLimits.None);
        Assert.Null(Check(Side.Buy, 1_000_000_00, 1_000_000));
    }

    [Fact]
    public void A_change_counts_what_it_adds()
    {
        _account.SetLimits(new() { MaxPosition = 10, Leverage = 10 });
        _account.Reserve(new("AAPL", 0, Side.Buy, 100_00, 8));
        var check = CheckOf(Side.Buy, 100_00, 10, OrderType.Limit) with { Before = new("AAPL", 0, Side.Buy, 100_00, 8) };
        Assert.Null(Check(check));
        AssertRefused(Check(check with { Held = check.Held with { Remaining = 11 } }), "max_position", "11", "10");
    }

    private static void AssertRefused(Refusal? refusal, string? code, params string[] named)
    {
        Assert.Equal(code, refusal?.Code.ToName());
        Assert.All(named, text => Assert.Contains(text, refusal!.Detail, StringComparison.Ordinal));
    }

    private Refusal? Check(Side side, long price, long lots, OrderType type = OrderType.Limit) =>
        Check(CheckOf(side, price, lots, type));

    private Refusal? Check(OrderCheck check)
    {
        var refusal = PreTradeChecks.Check(
            check, _account, Stock, _mark, _pace, new RunningValuation(_account, _ => Stock, _ => _mark), []);
        _pace.Record(check, _account.Limits, hasPassed: refusal is null);
        return refusal;
    }

    private OrderCheck CheckOf(Side side, long price, long lots, OrderType type) => new()
    {
        Spec = new()
        {
            Instructions = new(side, type, TimeInForce.Gtc),
            Price = type == OrderType.Market ? 0 : price,
            Quantity = lots,
        },
        Held = new("AAPL", 0, side, price, lots),
        Price = price,
        Time = _now,
    };

    private void Fill(Side side, long price, long lots)
    {
        var market = new Market("AAPL");
        var order = new BookCommand
        {
            Spec = new() { Instructions = new(Side.Buy, OrderType.Limit, TimeInForce.Gtc), Price = price, Quantity = lots },
        };
        var records = new[]
        {
            market.Enter(order.With(o => o with { Side = side }), "a", null),
            market.Enter(order.With(o => o with { Side = side == Side.Buy ? Side.Sell : Side.Buy }), "b", null),
        };
        foreach (var report in records.SelectMany(r => r.Reports()).Where(r => r.Account == "a")) _account.Apply(report, Stock);
    }
}
