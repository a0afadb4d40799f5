using TradingOps.Engine.Accounts;
using TradingOps.Grains.Firm;

namespace TradingOps.Grains.Accounts;

// What the account tells the firm, and its samples of the equity.
public sealed partial class AccountGrain
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    /// <summary>A report tells every position: with many of them, one follows the other not that soon.</summary>
    private static readonly TimeSpan PauseAPosition = TimeSpan.FromMicroseconds(250);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    /// <summary>Prices move without a fill: an account with positions reports so often at least.</summary>
    private static readonly TimeSpan ReportPositionsEvery = TimeSpan.FromSeconds(1);

    /// <summary>A report may have been lost: every account that is awake reports so often at least.</summary>
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan DayWaitsForPrices = TimeSpan.FromMinutes(1);

    private long? _dayDueAt;
    private (long Sequence, long Applied) _reported;
    private long _reportedAt;

    /// <inheritdoc/>
    public async Task<AccountReport?> GetReport()
    {
        if (!_journal.IsOpened) return null;
        await KeepMarksAsync();
        var view = ToView(_valuation.Now());
        // A price that is not the market's of now is no mark to be measured by.
        if (!view.IsStale) Account.Sample(view.Equity);
        return new()
        {
            At = clock.GetMicroseconds(),
            Account = view,
            CashMoved = Account.Equity.CashMoved,
            Positions = [.. _valuation.Positions],
            Use = MeasureUse(view),
            IsOutside = Account.Limits.IsOutside,
        };
    }

    private async Task ReportAsync(CancellationToken cancellationToken)
    {
        var since = clock.GetElapsedTime(_reportedAt);
        if (since < LongestPause && since < PauseAPosition * Account.Positions.Count) return;
        var now = (_journal.Sequence, _feed.Applied);
        var isDue = now != _reported || since >= ReportEvery
            || (since >= ReportPositionsEvery && Account.Positions.Any(p => p.Quantity != 0));
        if (!isDue) return;
        (_reported, _reportedAt) = (now, clock.GetTimestamp());
        if (_journal.IsOpened && Account.Day < Today()) await StartDayWhenPricedAsync();
        if (await GetReport() is { } report) firm.Add(report);
    }

    /// <summary>
    /// The day's losses count from its first equity, which prices that are missing would make another; for a market that gives
    /// none it does not wait for long.
    /// </summary>
    private async Task StartDayWhenPricedAsync()
    {
        if (!journal.TakesRecords) return;
        await KeepMarksAsync();
        _dayDueAt ??= clock.GetTimestamp();
        if (_valuation.Now().IsStale && clock.GetElapsedTime(_dayDueAt.Value) < DayWaitsForPrices) return;
        _dayDueAt = null;
        await StartDayAsync(Today());
    }

    private LimitUse MeasureUse(AccountView view)
    {
        var limits = Account.Limits;
        var rate = Share(_pace.CountAt(clock.GetMicroseconds()), limits.MaxOrdersPerSecond);
        var orders = Share(Account.OpenOrders.Count, limits.MaxOpenOrders);
        var power = limits.CheckBuyingPower ? Share(view.Margin, Math.Max(0, view.Equity) * limits.Leverage) : 0;
        return new(Math.Max(rate, orders), Share(_valuation.LargestPosition, limits.MaxPosition), power);

        static decimal Share(decimal used, decimal limit) => limit == 0 ? 0 : Math.Round(used / limit, 6);
    }
}
