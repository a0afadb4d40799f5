using TradingOps.Engine.Accounts;
using TradingOps.Engine.Actors;
using TradingOps.Engine.Risk;
using TradingOps.Grains.Firm;

namespace TradingOps.Grains.Accounts;

/// <summary>
/// Reports the account to the firm when it changed, samples its equity, records a new high-water mark, and begins its day. Used
/// within one grain's turns only.
/// </summary>
internal sealed class FirmReporter(
    AccountLog log, ReportFeed feed, AccountReader reader, AccountValuation valuation, EquitySamples samples, MarkReader marks,
    OrderAdmission admission, AccountAdministration administration, GroupBounds groups, FirmOutbox outbox, TimeProvider clock)
{
    /// <summary>A report lists every position: an account with many of them reports less often.</summary>
    private static readonly TimeSpan PausePerPosition = TimeSpan.FromMicroseconds(250);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    /// <summary>Marks move without a fill: an account with positions reports at least this often.</summary>
    private static readonly TimeSpan ReportPositionsEvery = TimeSpan.FromSeconds(1);

    /// <summary>A report may be lost: every active account reports at least this often.</summary>
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan DayWaitsForMarks = TimeSpan.FromMinutes(1);

    private long? _dayDueAt;
    private (long Sequence, long Applied) _reported;
    private long _reportedAt;

    private Account Account => log.Account;

    /// <summary>The report at the current marks; null if the account was never opened.</summary>
    public async Task<AccountReport?> ReadAsync()
    {
        if (!log.IsOpened) return null;
        await marks.RefreshAsync();
        var view = reader.View();
        // A stale mark is not the market's current price: equity at it is no sample.
        var value = valuation.Now();
        samples.Take(value.UnrealizedPnl, Account.RealizedPnl, clock.GetElapsedTime(0));
        if (!value.IsStale && samples.ForGain(value) is { } equity) Account.Sample(equity);
        var exposure = valuation.ListExposure();
        groups.Report(exposure);
        return new()
        {
            At = clock.GetMicroseconds(),
            Account = view,
            CashMoved = Account.Equity.CashMoved,
            Positions = [.. valuation.Positions],
            Use = MeasureUse(view),
            IsOutside = Account.Limits.IsOutside,
            Exposure = exposure,
            Version = log.Sequence + feed.Applied,
        };
    }

    /// <summary>Sends a report if one is due.</summary>
    public async Task ReportAsync()
    {
        var since = clock.GetElapsedTime(_reportedAt);
        if (since < LongestPause && since < PausePerPosition * Account.Positions.Count) return;
        var now = (log.Sequence, feed.Applied);
        var isDue = now != _reported || since >= ReportEvery
            || (since >= ReportPositionsEvery && Account.Positions.Any(p => p.Quantity != 0));
        if (!isDue) return;
        (_reported, _reportedAt) = (now, clock.GetTimestamp());
        if (log.IsOpened && Account.Day < administration.Today) await StartDayWhenPricedAsync();
        if (await ReadAsync() is not { } report) return;
        outbox.Add(report);
        await log.RecordHighWaterMarkAsync();
    }

    /// <summary>
    /// The day's losses count from its first equity, which missing marks would distort: the day waits for them, but not for long.
    /// </summary>
    private async Task StartDayWhenPricedAsync()
    {
        if (log.StoreFault is not null) return;
        await marks.RefreshAsync();
        _dayDueAt ??= clock.GetTimestamp();
        if (valuation.Now().IsStale && clock.GetElapsedTime(_dayDueAt.Value) < DayWaitsForMarks) return;
        _dayDueAt = null;
        await administration.StartDayAsync(Actor.Account);
    }

    private LimitUse MeasureUse(AccountView view)
    {
        var limits = Account.Limits;
        var rate = Share(admission.OrdersLately, limits.MaxOrdersPerSecond);
        var orders = Share(Account.OpenOrders.Count, limits.MaxOpenOrders);
        var power = limits.CheckBuyingPower ? Share(view.Margin, Math.Max(0, view.Equity)) : 0;
        return new(Math.Max(rate, orders), Share(valuation.LargestPosition, limits.MaxPosition), power);

        static decimal Share(decimal used, decimal limit) => limit == 0 ? 0 : Math.Round(used / limit, 6);
    }
}
