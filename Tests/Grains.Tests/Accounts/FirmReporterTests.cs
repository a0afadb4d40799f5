using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute.ExceptionExtensions;
using TradingOps.Engine.Sessions;
using TradingOps.Grains.Accounts;

namespace TradingOps.Grains.Tests.Accounts;

/// <summary>When an account reports to the firm, and when its day begins.</summary>
public sealed class FirmReporterTests
{
    [Fact]
    public async Task An_idle_account_reports_once_and_then_every_five_seconds()
    {
        var parts = await AccountParts.OpenAsync();
        var counts = await ReportEachSecondAsync(parts, 6);
        Assert.Equal([1, 0, 0, 0, 0, 1], counts);
    }

    [Fact]
    public async Task An_account_with_a_position_reports_every_second()
    {
        var parts = await AccountParts.OpenAsync();
        parts.Buy(100, 10);
        var counts = await ReportEachSecondAsync(parts, 3);
        Assert.Equal([1, 1, 1], counts);
    }

    [Fact]
    public async Task A_changed_account_reports_at_the_next_call()
    {
        var parts = await AccountParts.OpenAsync();
        await parts.Reporter.ReportAsync();
        parts.Firm.TakeAll();
        await parts.Log.MoveCashAsync(500, "wire-1", parts.Valuation.Now().Equity, Acting.Test);
        parts.Clock.Advance(TimeSpan.FromMilliseconds(50));
        await parts.Reporter.ReportAsync();
        var report = Assert.Single(parts.Firm.TakeAll());
        Assert.Equal((100_500, 500), (report.Account.Cash, report.CashMoved));
    }

    [Fact]
    public async Task A_day_begins_at_the_first_report_after_midnight()
    {
        var parts = await AccountParts.OpenAsync();
        parts.Buy(100, 10);
        parts.Quote(90, 91);
        Assert.Equal(new(2026, 6, 1), parts.Account.Day);
        parts.Clock.Advance(TimeSpan.FromHours(12));
        parts.Quote(90, 91);
        await parts.Reporter.ReportAsync();
        Assert.Equal((new DateOnly(2026, 6, 2), 99_900), (parts.Account.Day, parts.Account.Equity.StartOfDay));
    }

    [Fact]
    public async Task A_day_waits_a_minute_for_marks_and_then_begins_without()
    {
        var parts = await AccountParts.OpenAsync();
        parts.Buy(100, 10);
        parts.Market.GetMark().ThrowsAsync(new TimeoutException());
        parts.Clock.Advance(TimeSpan.FromHours(12));
        await ReportEachSecondAsync(parts, 59);
        Assert.Equal(new(2026, 6, 1), parts.Account.Day);
        await ReportEachSecondAsync(parts, 2);
        Assert.Equal(new(2026, 6, 2), parts.Account.Day);
    }

    [Fact]
    public async Task The_high_water_mark_outlives_a_start_without_a_checkpoint()
    {
        var parts = await AccountParts.OpenAsync();
        parts.Buy(100, 1000);
        foreach (var price in new[] { 110m, 130m, 100m })
        {
            parts.Quote(price, price + 1);
            await ReportEachSecondAsync(parts, 4);
        }
        // The first rise is recorded at once, the second one a minute later, though the price has fallen again.
        Assert.Equal((2, 110_000), (parts.Journal.CountOf("account/desk-1"), await RestoredAsync(parts)));
        await ReportEachSecondAsync(parts, 60);
        Assert.Equal((3, 130_000), (parts.Journal.CountOf("account/desk-1"), await RestoredAsync(parts)));
        Assert.Equal(parts.Account.Equity.HighWaterMark, await RestoredAsync(parts));

        await parts.Log.MoveCashAsync(-20_000, "wire-1", parts.Valuation.Now().Equity, Acting.Test);
        // The equity of 100,000 became 80,000.
        Assert.Equal(104_000, await RestoredAsync(parts));
        // A small rise is recorded when the day begins.
        parts.Quote(124.05m, 125);
        await ReportEachSecondAsync(parts, 120);
        parts.Quote(100, 101);
        Assert.Equal(4, parts.Journal.CountOf("account/desk-1"));
        await parts.Administration.StartDayAsync(Acting.Test);
        Assert.Equal((6, 104_050), (parts.Journal.CountOf("account/desk-1"), await RestoredAsync(parts)));
    }

    [Fact]
    public async Task A_mark_is_not_recorded_ahead_of_cash_that_moves_out()
    {
        var parts = await AccountParts.OpenAsync();
        parts.Buy(100, 1000);
        parts.Quote(110, 111);
        await ReportEachSecondAsync(parts, 3);
        Assert.Equal((2, 110_000), (parts.Journal.CountOf("account/desk-1"), parts.Account.Equity.RecordedMark));
        parts.Journal.Hold();
        var moving = parts.Log.MoveCashAsync(-50_000, "wire-1", parts.Valuation.Now().Equity, Acting.Test);
        for (var minute = 0; minute < 2; minute++)
        {
            parts.Quote(130, 131);
            await ReportEachSecondAsync(parts, 60);
        }
        Assert.Equal(130_000, parts.Account.Equity.HighWaterMark);
        parts.Journal.Release();
        await moving;
        Assert.Equal((3, 60_000), (parts.Journal.CountOf("account/desk-1"), parts.Account.Equity.RecordedMark));
    }

    [Fact]
    public async Task A_price_that_lasts_a_moment_is_no_high_water_mark()
    {
        var parts = await AccountParts.OpenAsync();
        await ReportEachSecondAsync(parts, 3);
        parts.Buy(100, 1000);
        parts.Quote(120, 121);
        await ReportEachSecondAsync(parts, 1);
        parts.Quote(100, 101);
        await ReportEachSecondAsync(parts, 4);
        Assert.Equal(100_000, parts.Account.Equity.HighWaterMark);
        parts.Quote(120, 121);
        await ReportEachSecondAsync(parts, 4);
        Assert.Equal(120_000, parts.Account.Equity.HighWaterMark);
    }

    /// <summary>The high-water mark as the account's records alone give it.</summary>
    private static async Task<decimal> RestoredAsync(AccountParts parts)
    {
        var log = await AccountLog.OpenAsync(
            AccountParts.Id, TradingDays.NewYork, parts.Journal, new(parts.Clock), parts.Clock, () => { }, NullLogger.Instance,
            CancellationToken.None);
        return log.Account.Equity.HighWaterMark;
    }

    private static async Task<int[]> ReportEachSecondAsync(AccountParts parts, int seconds)
    {
        var counts = new int[seconds];
        for (var i = 0; i < seconds; i++)
        {
            await parts.Reporter.ReportAsync();
            counts[i] = parts.Firm.TakeAll().Length;
            parts.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        return counts;
    }
}
