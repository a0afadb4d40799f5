using TradingOps.Engine.Accounts;

namespace TradingOps.Grains.Accounts;

// What is decided about the account: its opening, cash, limits, fees, and where its day begins.
public sealed partial class AccountGrain
{
    /// <summary>
    /// Orders may be on their way when terms change: the change holds from when it is surely stored, so that no fill is booked
    /// under terms that a later reader would not find.
    /// </summary>
    private static readonly TimeSpan TermsHoldAfter = TimeSpan.FromSeconds(10);

    /// <summary>Whoever asked for a change hears of its failure; those that wait behind it go on.</summary>
    private const ConfigureAwaitOptions Quietly =
        ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext;

    private Task? _changing;

    /// <inheritdoc/>
    public Task Open(OpenAccount request) =>
        OpenAsync(request.Cash, (request.IsLimited ? new() : AccountLimits.None) with { Leverage = request.Leverage });

    /// <inheritdoc/>
    public async Task<AccountView> Change(ChangeAccount request)
    {
        // One change after the other, and orders behind it: what it says holds for whatever is sent after its answer.
        while (_changing is { } other) await other.ConfigureAwait(Quietly);
        var change = ChangeAsync(request);
        _changing = change;
        try
        {
            await change;
        }
        finally
        {
            _changing = null;
        }
        if (await GetReport() is { } report) await GrainFactory.GetFirm().Report([report]);
        return (await GetAccount())!;
    }

    /// <inheritdoc/>
    public async Task<CashMove> MoveCash(decimal amount, string reference)
    {
        if (!_journal.IsOpened) return CashMove.UnknownAccount;
        await LearnMarksAsync();
        if (_journal.FindMove(reference) is { } before)
        {
            await Guard(before.Stored);
            return before.Amount == amount ? CashMove.MovedBefore : CashMove.OtherAmount;
        }
        var value = _valuation.Now();
        var free = Math.Min(Account.Cash, Math.Max(0, value.Equity - value.PositionMargin - value.OrderMargin)) - Account.Leaving;
        if (Account.Limits.CheckBuyingPower && -amount > free) return CashMove.NotFree;
        await Guard(_journal.MoveCashAsync(amount, reference));
        Log.CashMoved(logger, Account.Id, amount, reference);
        return CashMove.Moved;
    }

    /// <inheritdoc/>
    public async Task<AccountView?> StartDay()
    {
        if (!_journal.IsOpened) return null;
        await LearnMarksAsync();
        await StartDayAsync(Today());
        return await GetAccount();
    }

    /// <inheritdoc/>
    public Task<AccountSettings?> GetSettings()
    {
        var terms = Account.Terms.Count == 0 ? new() : Account.Terms[^1];
        return Task.FromResult(_journal.IsOpened
            ? new AccountSettings(
                Account.Limits.ToValues(), terms.CostMethod, terms.Fees.ToValues(), Time.FromMicroseconds(terms.From))
            : null);
    }

    private async Task ChangeAsync(ChangeAccount request)
    {
        var opens = await OpenAsync(
            request.Cash ?? options.Value.OpeningCash, options.Value.OpeningLimits.With(request.Limits));
        if (!opens && request.Limits is not null)
            await Guard(_journal.ChangeAsync(Account.Limits.With(request.Limits), null));
        if (request.CostMethod is not null || request.Fees is not null)
            await Guard(_journal.ChangeAsync(null, NextTerms(request)));
        if (!opens && request.Cash is { } cash && cash != Account.Cash)
            await Guard(_journal.MoveCashAsync(cash - Account.Cash, null));
    }

    private AccountTerms NextTerms(ChangeAccount request)
    {
        var last = Account.Terms.Count == 0 ? new() : Account.Terms[^1];
        // Before its first order there is nothing under way.
        var isNew = Account.Cursors.Count == 0 && Account.Reservations.Count == 0;
        var from = clock.GetMicroseconds() + (isNew ? 0 : (long)TermsHoldAfter.TotalMicroseconds);
        return new()
        {
            From = Math.Max(from, last.From + 1),
            CostMethod = request.CostMethod ?? last.CostMethod,
            Fees = request.Fees?.ToSchedule() ?? last.Fees,
        };
    }

    private DateOnly Today() => options.Value.DayOf(clock.GetUtcNow());

    private async Task StartDayAsync(DateOnly day)
    {
        var equity = _valuation.Now().Equity;
        await Guard(_journal.StartDayAsync(equity, day));
        Log.DayStarted(logger, Account.Id, day, equity);
    }
}
