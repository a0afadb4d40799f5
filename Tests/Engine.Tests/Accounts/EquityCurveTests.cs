using TradingOps.Engine.Accounts;

namespace TradingOps.Engine.Tests.Accounts;

public sealed class EquityCurveTests
{
    [Fact]
    public void A_new_day_resets_the_loss_but_not_the_high_water_mark()
    {
        var curve = default(EquityCurve).StartDay(100, 1).Sample(120).StartDay(90, 2);
        Assert.Equal(0, curve.DailyLoss(90));
        Assert.Equal(0.25m, curve.Drawdown(90));
        Assert.Equal(2, curve.DayBegan);
    }

    [Fact]
    public void A_mark_is_recorded_when_it_rose_by_a_thousandth()
    {
        var curve = default(EquityCurve).StartDay(1000, 1).Sample(1000.9m);
        Assert.False(curve.IsWorthRecording);
        curve = curve.Sample(1500).Move(-400);
        Assert.True(curve.IsWorthRecording);
        var recorded = curve.Record(curve.HighWaterMark);
        Assert.Equal((1100, 1100, false), (recorded.HighWaterMark, recorded.RecordedMark, recorded.IsWorthRecording));
        // The records alone give the same mark.
        Assert.Equal(1100, default(EquityCurve).StartDay(1000, 1).Move(-400).Record(1100).HighWaterMark);
    }

    [Fact]
    public void Cash_that_moves_out_is_no_loss()
    {
        var curve = default(EquityCurve).StartDay(100, 1).Move(-40);
        Assert.Equal((0, 0, 0), (curve.DayPnl(60), curve.DailyLoss(60), curve.Drawdown(60)));
    }

    [Theory]
    [InlineData(-890_000)]
    [InlineData(500_000)]
    public void The_drawdown_is_the_same_before_and_after_cash_moved(int amount)
    {
        var curve = default(EquityCurve).StartDay(1_000_000, 1);
        var before = curve.Drawdown(989_000);
        var after = curve.Move(amount, 989_000).Drawdown(989_000 + amount);
        Assert.Equal(0.011m, before);
        Assert.Equal(before, Math.Round(after, 12));
    }

    [Fact]
    public void Cash_that_moved_in_counts_among_what_a_loss_is_measured_by()
    {
        var curve = default(EquityCurve).StartDay(100, 1).Move(1_000_000, 100);
        Assert.Equal(10 / 1_000_100m, curve.DailyLoss(1_000_090));
        // What moved out does not make the loss larger.
        Assert.Equal(0.05m, default(EquityCurve).StartDay(1_000, 1).Move(-900, 950).DailyLoss(50));
    }

    [Fact]
    public void An_account_that_began_with_nothing_is_measured_against_what_came_in()
    {
        var curve = default(EquityCurve).StartDay(0, 1).Move(1000);
        Assert.Equal(0.1m, curve.DailyLoss(900));
    }

    [Fact]
    public void A_loss_of_an_account_without_equity_is_total()
    {
        var curve = default(EquityCurve).StartDay(0, 1);
        Assert.Equal((1, 1), (curve.DailyLoss(-1), curve.Drawdown(-1)));
        Assert.Equal((0, 0), (curve.DailyLoss(0), curve.Drawdown(0)));
    }
}
