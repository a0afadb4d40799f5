using TradingOps.Engine.Instruments;
using TradingOps.Engine.Margin;

namespace TradingOps.Engine.Tests.Margin;

/// <summary>The figures of the rules, each with its reckoning.</summary>
public sealed class MarginRuleTests
{
    [Fact]
    public void Long_stock_takes_half_and_keeps_a_quarter() =>
        AssertTaken(new MarginDesk().Shares(100), initial: 9_370, maintenance: 4_685);

    [Fact]
    public void Long_stock_of_a_cash_account_takes_all() =>
        AssertTaken(new MarginDesk(MarginModel.Cash, 1).Shares(100), initial: 18_740, maintenance: 4_685);

    [Fact]
    public void Short_stock_takes_half_beyond_its_value_and_keeps_thirty_percent() =>
        AssertTaken(new MarginDesk().Shares(-100), initial: 9_370, maintenance: 5_622);

    [Fact]
    public void A_cheap_short_share_keeps_five() =>
        AssertTaken(new MarginDesk { Underlying = 3 }.Shares(-100), initial: 500, maintenance: 500);

    [Fact]
    public void Leverage_is_for_stock_only()
    {
        AssertTaken(new MarginDesk(leverage: 4).Shares(100), initial: 4_685, maintenance: 4_685);
        AssertTaken(new MarginDesk(leverage: 4).Calls(46, 170, 21.40m), initial: 98_440, maintenance: 0);
    }

    // 20 % of 187.40 is 37.48, less 17.40 out of the money; 10 % of the strike is less.
    [Theory]
    [InlineData(1, 170, 8.25, 2_833)]
    [InlineData(1_000, 170, 8.25, 2_833_000)]
    [InlineData(1, 100, 0.05, 1_005)]
    [InlineData(10_000, 100, 0.05, 10_050_000)]
    [InlineData(1, 187.40, 6, 4_348)]
    [InlineData(1, 200, 15, 5_248)]
    public void A_short_put_takes_its_premium_and_a_move_of_the_stock(
        int contracts, decimal strike, decimal price, decimal taken) =>
        AssertTaken(new MarginDesk().Puts(-contracts, strike, price), taken, taken);

    [Theory]
    [InlineData(190, 6, 4_088)] // 37.48 less 2.60.
    [InlineData(300, 0.05, 1_879)] // 10 % of 187.40.
    [InlineData(170, 21.40, 5_888)]
    public void A_short_call_takes_its_premium_and_a_move_of_the_stock(decimal strike, decimal price, decimal taken) =>
        AssertTaken(new MarginDesk().Calls(-1, strike, price), taken, taken);

    [Fact]
    public void A_broad_index_may_move_less() =>
        AssertTaken(new MarginDesk { IsBroadIndex = true }.Calls(-1, 187.40m, 6), 3_411, 3_411);

    [Fact]
    public void Without_a_price_of_the_underlying_the_strike_stands_for_it() =>
        AssertTaken(new MarginDesk { Underlying = null }.Puts(-1, 170, 8.25m), 4_225, 4_225);

    [Fact]
    public void A_spread_takes_its_width_less_the_credit()
    {
        AssertTaken(new MarginDesk().Puts(-50, 180, 12.10m).Puts(50, 170, 8.25m), 30_750, 30_750);
        AssertTaken(new MarginDesk().Calls(-50, 170, 12.10m).Calls(50, 180, 8.25m), 30_750, 30_750);
    }

    [Fact]
    public void A_spread_that_was_paid_for_takes_what_was_paid() =>
        AssertTaken(new MarginDesk().Puts(50, 180, 12.10m).Puts(-50, 170, 8.25m), 19_250, 0);

    [Fact]
    public void A_wide_spread_takes_no_more_than_the_short_option_alone() =>
        AssertTaken(new MarginDesk().Puts(-1, 180, 12.10m).Puts(1, 100, 0.05m), 4_218, 4_218);

    [Fact]
    public void A_deep_call_is_paid_for_whatever_was_sold_against_it() =>
        AssertTaken(new MarginDesk().Calls(1, 100, 87.40m).Calls(-1, 300, 0.05m), 8_735, 0);

    [Fact]
    public void A_calendar_spread_is_covered_by_the_later_expiry_only()
    {
        var later = MarginDesk.Option(OptionRight.Call, 190, new(2027, 1, 15));
        var nearer = MarginDesk.Option(OptionRight.Call, 190);
        AssertTaken(new MarginDesk().Hold(later, 1, 9).Hold(nearer, -1, 6), 300, 0);
        AssertTaken(new MarginDesk().Hold(later, -1, 9).Hold(nearer, 1, 6), 600 + 4_388, 4_388);
    }

    [Fact]
    public void A_covered_call_takes_what_the_stock_takes()
    {
        AssertTaken(new MarginDesk().Shares(100).Calls(-1, 190, 6), 9_370, 4_685);
        AssertTaken(new MarginDesk().Shares(199).Calls(-2, 190, 6), 199 * 93.70m + 4_088, 199 * 46.85m + 4_088);
        AssertTaken(new MarginDesk().Shares(-100).Puts(-1, 170, 8.25m), 9_370, 5_622);
    }

    // Naked, the put takes 2,833 and the call 4,088: the larger one, and the premium of the other.
    [Fact]
    public void Of_a_strangle_the_larger_leg_counts_and_the_other_premium() =>
        AssertTaken(new MarginDesk().Puts(-1, 170, 8.25m).Calls(-1, 190, 6), 4_913, 4_913);

    [Fact]
    public void A_butterfly_takes_what_was_paid() =>
        AssertTaken(new MarginDesk().Calls(1, 180, 14).Calls(-2, 190, 9).Calls(1, 200, 5), 100, 0);

    [Fact]
    public void A_short_butterfly_takes_its_width_less_the_credit() =>
        AssertTaken(new MarginDesk().Calls(-1, 180, 14).Calls(2, 190, 9).Calls(-1, 200, 5), 900, 500);

    [Fact]
    public void Of_an_iron_condor_one_side_only_can_be_lost() =>
        AssertTaken(
            new MarginDesk().Puts(1, 160, 4).Puts(-1, 170, 6).Calls(-1, 200, 5).Calls(1, 210, 3), 1_000 - 400, 600);

    [Fact]
    public void A_box_takes_what_was_paid_for_it() =>
        AssertTaken(
            new MarginDesk().Calls(1, 180, 14).Calls(-1, 190, 9).Puts(1, 190, 10).Puts(-1, 180, 5.20m), 980, 0);

    [Fact]
    public void A_future_takes_an_amount_a_contract() =>
        AssertTaken(
            new MarginDesk().Hold(MarginDesk.Future("ESZ6", new(2026, 12, 18)), -3, 5_012.25m), 36_000, 30_000);

    [Fact]
    public void A_future_without_an_amount_takes_a_share_of_its_value() =>
        AssertTaken(
            new MarginDesk().Hold(MarginDesk.Future("ESZ6", new(2026, 12, 18), null, null), 1, 5_012.25m), 20_049,
            20_049 / 1.1m);

    [Fact]
    public void A_calendar_spread_of_futures_takes_a_part() =>
        AssertTaken(
            new MarginDesk().Hold(MarginDesk.Future("ESZ6", new(2026, 12, 18)), 3, 5_012.25m)
                .Hold(MarginDesk.Future("ESH7", new(2027, 3, 19), 13_000, 11_000), -2, 5_050m),
            2 * 0.25m * 13_000 + 12_000, 2 * 0.25m * 11_000 + 10_000);

    [Fact]
    public void A_portfolio_takes_the_largest_loss_over_moves_of_the_stock()
    {
        AssertTaken(new MarginDesk(MarginModel.Portfolio).Shares(100), 2_811, 2_811);
        AssertTaken(new MarginDesk(MarginModel.Portfolio) { IsBroadIndex = true }.Shares(-100), 1_124.4m, 1_124.4m);
        // The put is worth more where the stock is worth less.
        var hedged = new MarginDesk(MarginModel.Portfolio).Shares(100).Puts(1, 187.40m, 6).Figures;
        Assert.InRange(hedged.Initial, 550, 600.01m);
    }

    [Fact]
    public void A_contract_of_a_portfolio_takes_a_least_amount() =>
        AssertTaken(new MarginDesk(MarginModel.Portfolio).Puts(-10, 20, 0.01m), 375, 375);

    [Fact]
    public void A_cash_account_keeps_the_strike_of_a_put_that_it_sold() =>
        AssertTaken(new MarginDesk(MarginModel.Cash, 1).Puts(-1, 170, 8.25m), 17_000 - 825, 17_000 - 825);

    [Fact]
    public void A_call_that_nothing_covers_is_counted()
    {
        Assert.Equal(1, new MarginDesk(MarginModel.Cash, 1).Shares(100).Calls(-2, 190, 6).Figures.UncoveredCalls);
        Assert.Equal(0, new MarginDesk(MarginModel.Cash, 1).Calls(-2, 190, 6).Calls(2, 300, 0.05m).Figures.UncoveredCalls);
        Assert.Equal(3, new MarginDesk(MarginModel.Cash, 1).Calls(0, 190, 6).Order(0, 0, 3, 6).Figures.UncoveredCalls);
    }

    [Fact]
    public void Of_orders_the_worse_side_counts_and_not_the_sum()
    {
        var desk = new MarginDesk(leverage: 1).Shares(0).Order(10, 187, 8, 190);
        Assert.Equal(1_870, desk.Figures.Orders);
        // The sells close the hundred that are held, and open a hundred short.
        Assert.Equal(0, new MarginDesk(leverage: 1).Shares(100).Order(0, 0, 200, 187.40m).Figures.Orders);
        Assert.Equal(187.40m, new MarginDesk(leverage: 1).Shares(100).Order(0, 0, 201, 187.40m).Figures.Orders);
    }

    // Ten calls are paid for, and the put takes 2,833: neither stands for the other.
    [Fact]
    public void Orders_in_two_symbols_both_count() =>
        Assert.Equal(
            8_250 + 2_833,
            new MarginDesk().Calls(0, 190, 6).Order(10, 8.25m).Puts(0, 170, 8.25m).Order(0, 0, 1, 8.25m).Figures.Orders);

    [Fact]
    public void What_would_leave_a_call_uncovered_is_counted_beside_larger_buys() =>
        Assert.Equal(
            1,
            new MarginDesk(MarginModel.Cash, 1).Shares(100).Order(500, 187, 100, 190).Calls(-1, 190, 6).Figures.UncoveredCalls);

    [Fact]
    public void A_cash_account_pays_to_buy_back_above_the_current_price()
    {
        Assert.Equal(0, new MarginDesk(MarginModel.Cash, 1).Shares(100).Calls(-1, 190, 6).Order(1, 6).Figures.Orders);
        Assert.Equal(200, new MarginDesk(MarginModel.Cash, 1).Shares(100).Calls(-1, 190, 6).Order(1, 8).Figures.Orders);
        Assert.Equal(0, new MarginDesk().Shares(100).Calls(-1, 190, 6).Order(1, 8).Figures.Orders);
    }

    [Fact]
    public void A_future_is_not_margined_with_the_stock_of_the_same_name() =>
        Assert.NotEqual(
            (MarginDesk.Stock with { Symbol = "ES" }).MarginGroup,
            MarginDesk.Future("ESZ6", new(2026, 12, 18)).MarginGroup);

    [Fact]
    public void A_cash_account_pays_all_of_a_stock_whatever_its_initial_margin() =>
        AssertTaken(
            new MarginDesk(MarginModel.Cash, 1).Hold(MarginDesk.Stock with { InitialMargin = 0.4m }, 100, 187.40m),
            initial: 18_740, maintenance: 4_685);

    [Fact]
    public void An_order_is_covered_by_positions_and_covers_none_before_its_fill()
    {
        var covered = new MarginDesk().Puts(50, 170, 8.25m).Puts(0, 180, 0).Order(0, 0, 50, 12.10m).Figures;
        Assert.Equal((41_250, 0), (covered.Initial, covered.Orders));
        // It takes its price until it is there to cover.
        var covering = new MarginDesk().Puts(-50, 180, 12.10m).Puts(0, 170, 0).Order(50, 8.25m).Figures;
        Assert.Equal((50 * 4_218, 41_250), (covering.Initial, covering.Orders));
    }

    [Fact]
    public void An_order_that_sells_what_covers_takes_what_is_then_uncovered()
    {
        var figures = new MarginDesk().Calls(-1, 190, 6).Shares(100).Order(0, 0, 100, 187).Figures;
        Assert.Equal((9_370, 0), (figures.Initial, figures.Orders));
        var many = new MarginDesk().Calls(-3, 190, 6).Shares(300).Order(0, 0, 300, 187).Figures;
        Assert.Equal((28_110, 0), (many.Initial, many.Orders));
        var deep = new MarginDesk().Calls(-1, 20, 167.40m).Shares(100).Order(0, 0, 100, 187).Figures;
        Assert.Equal(16_740 + 3_748 - 9_370, deep.Orders);
    }

    private static void AssertTaken(MarginDesk desk, decimal initial, decimal maintenance)
    {
        var figures = desk.Figures;
        Assert.Equal((initial, maintenance), (figures.Initial, figures.Maintenance));
        Assert.Equal(0, figures.Orders);
    }
}
