using Microsoft.Extensions.Logging;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Actors;
using TradingOps.Engine.Breakers;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Margin;
using TradingOps.Engine.Risk;
using TradingOps.Grains.Breakers;
using TradingOps.Grains.Incidents;

namespace TradingOps.Grains.Accounts;

/// <summary>
/// What is decided about the account: its opening, cash, limits, fees, and the beginning of its day. Methods that change
/// something throw <see cref="TradingUnavailableException"/> if the change is not stored or its outcome is unknown. Used within
/// one grain's turns only.
/// </summary>
internal sealed class AccountAdministration(
    AccountLog log, AccountValuation valuation, MarkReader marks, AccountOptions options, BreakerCache breakers,
    IncidentOutbox incidents, IGrainFactory grains, TimeProvider clock, ILogger logger)
{
    /// <summary>
    /// Orders may be in flight when terms change: the change takes effect when it is surely stored, so that no fill is booked
    /// under terms that a later reader would not find.
    /// </summary>
    private static readonly TimeSpan TermsHoldAfter = TimeSpan.FromSeconds(10);

    private readonly OneAtATime _changes = new();

    /// <summary>The current trading day.</summary>
    public DateOnly Today => options.Days.DayOf(clock.GetMicroseconds());

    private Account Account => log.Account;

    /// <summary>Opens the account, unless it is open.</summary>
    public Task OpenAsync(OpenAccount request, Actor actor)
    {
        var limits = request.IsLimited ? new() { PriceCollar = options.PriceCollar } : AccountLimits.None;
        return TryOpenAsync(request.Cash, limits with { Leverage = request.Leverage }, actor);
    }

    /// <summary>Opens the account by its first order, if the options allow it. Returns whether the account is open.</summary>
    public async Task<bool> TryOpenByOrderAsync(Actor actor)
    {
        if (log.IsOpened) return true;
        if (!options.OpenOnFirstOrder) return false;
        await TryOpenAsync(options.OpeningCash, options.OpeningLimits, actor);
        return true;
    }

    /// <summary>Waits until the change that is under way, if any, has ended.</summary>
    public Task UntilChangedAsync() => _changes.UntilDoneAsync();

    /// <summary>
    /// Opens or changes the account: cash, limits, cost method, fees, owner, desk. A refusal, with nothing changed, if cash is to
    /// be moved out that is not free, if positions do not go with the margin model, or if it would leave a desk that is stopped.
    /// </summary>
    public Task<Refusal?> ChangeAsync(ChangeAccount request, Actor actor) =>
        // Orders wait behind it: it applies to whatever is sent after its answer.
        _changes.RunAsync(() => ApplyAsync(request, actor));

    /// <summary>Moves cash in (positive) or out, once per reference.</summary>
    public async Task<CashMove> MoveCashAsync(decimal amount, string reference, Actor actor)
    {
        if (!log.IsOpened) return CashMove.UnknownAccount;
        await marks.ReadAsync();
        if (log.FindMove(reference) is { } before)
        {
            await before.Stored;
            return before.Amount == amount ? CashMove.MovedBefore : CashMove.OtherAmount;
        }
        if (!IsFree(-amount, Account.Limits)) return CashMove.NotFree;
        await log.MoveCashAsync(amount, reference, valuation.Now().Equity, actor);
        Log.CashMoved(logger, Account.Id, amount, reference, actor);
        return CashMove.Moved;
    }

    /// <summary>Says how many shares of a stock are located to be borrowed. Returns whether the account is open.</summary>
    public async Task<bool> LocateAsync(Locate locate, string reason, Actor actor)
    {
        if (!log.IsOpened) return false;
        await log.LocateAsync(locate, reason, actor);
        return true;
    }

    /// <summary>
    /// Begins the current trading day at the equity that the official prices of the day before give, or else the last marks.
    /// </summary>
    /// <param name="actor">Who begins it.</param>
    /// <param name="reason">Why a person begins it; null for the account itself, when the day is due.</param>
    public async Task StartDayAsync(Actor actor, string? reason = null)
    {
        // By hand, it begins at what things are worth now.
        var (close, day) = (valuation.Close(reason is null ? Account.Day : null), Today);
        await log.StartDayAsync(close, day, actor, reason);
        Log.DayStarted(logger, Account.Id, day, close.Equity, actor);
        if (reason is not null) Report($"The day of account {Account.Id} was begun by hand", reason, actor);
    }

    /// <summary>The settings; null if the account was never opened.</summary>
    public AccountSettings? GetSettings()
    {
        if (!log.IsOpened) return null;
        var terms = LastTerms;
        return new(
            Account.Limits.ToValues(), terms.CostMethod, terms.Fees.ToValues(), Time.FromMicroseconds(terms.From), Account.Owner)
        {
            Located = [.. Account.Located.Where(l => l.Value > 0).Select(l => new LocatedShares(l.Key, l.Value))],
        };
    }

    private AccountTerms LastTerms => Account.Terms.Count == 0 ? new() : Account.Terms[^1];

    /// <summary>
    /// Opens the account, unless it is open or being opened, if the register has room for it. Returns whether this call did.
    /// </summary>
    private async Task<bool> TryOpenAsync(decimal cash, AccountLimits limits, Actor actor)
    {
        if (!log.IsOpened) await grains.GetAccountRegister().Add(Account.Id, actor);
        if (!await log.OpenAccountAsync(cash, limits, Today, actor)) return false;
        Log.AccountOpened(logger, Account.Id, cash, actor);
        return true;
    }

    private async Task<Refusal?> ApplyAsync(ChangeAccount request, Actor actor)
    {
        var opens = await TryOpenAsync(request.Cash ?? options.OpeningCash, options.OpeningLimits.With(request.Limits), actor);
        if (!opens && (request.Cash ?? request.Limits?.Leverage ?? (decimal?)request.Limits?.Margin) is not null)
            await marks.ReadAsync();
        if (FindHeldByDesk(request.Desk) is { } held) return held;
        // Checked and moved in one turn, and before anything else changes.
        if (!opens && request.Limits is not null && FindUnfit(Account.Limits.With(request.Limits)) is { } unfit) return unfit;
        if (!opens && request.Cash is { } cash)
        {
            var amount = cash - Account.Cash;
            if (!IsFree(-amount, Account.Limits.With(request.Limits)))
                return new(
                    TradingError.InsufficientCash, $"cash {cash} would take out more than is free in account '{Account.Id}'");
            if (amount != 0) await log.MoveCashAsync(amount, null, valuation.Now().Equity, actor);
        }
        var wasOutside = Account.Limits.IsOutside;
        if (!opens && request.Limits is not null)
            await log.ChangeAsync(actor, limits: Account.Limits.With(request.Limits), reason: request.Reason);
        if (request is { Reason: { } reason, Limits.IsOutside: { } isOutside } && (opens ? isOutside : isOutside != wasOutside))
            Report(
                $"Account {Account.Id} {(isOutside ? "left" : "came back to")} the figures of the firm", reason, actor);
        if (request.CostMethod is not null || request.Fees is not null)
            await log.ChangeAsync(actor, terms: NextTerms(request));
        if (request.Owner is { } owner && owner != (Account.Owner ?? "")) await log.ChangeAsync(actor, owner: owner);
        // Its desk may have been stopped while the rest was stored.
        if (FindHeldByDesk(request.Desk) is { } heldNow) return heldNow;
        if (request.Desk is { } desk && desk != (Account.Desk ?? "")) await log.ChangeAsync(actor, desk: desk);
        if (!opens) Log.AccountChanged(logger, Account.Id, actor);
        return null;
    }

    /// <summary>
    /// Why the account cannot leave its desk; null if it can, or stays. What stopped the desk stopped its accounts.
    /// </summary>
    private Refusal? FindHeldByDesk(string? desk)
    {
        if (desk is null || Account.Desk is not { } left || desk == left) return null;
        return breakers.Desk(left) switch
        {
            BreakerState.Closed => null,
            BreakerState.Unknown => new(TradingError.BreakerUnknown, $"the state of the breaker of desk '{left}' is not known"),
            var state => new(
                TradingError.BreakerOpen, $"the breaker of desk '{left}' is {state.ToCode()}: its accounts stay in it"),
        };
    }

    /// <summary>Why positions do not go with another margin model or leverage; null if they do.</summary>
    private Refusal? FindUnfit(AccountLimits limits)
    {
        var before = Account.Limits;
        var isSame = (limits.Margin, limits.Leverage) == (before.Margin, before.Leverage) && before.CheckBuyingPower;
        if (isSame || !limits.CheckBuyingPower) return null;
        var value = valuation.Under(limits);
        if (limits.Margin == MarginModel.Cash && before.Margin != MarginModel.Cash && Account.OpenOrders.Count > 0)
            return new(TradingError.MarginModelRefused, "a cash account begins without open orders: cancel them first");
        if (limits.Margin == MarginModel.Cash && valuation.FindUnpaid(Account, value) is { } unpaid)
            return new(TradingError.MarginModelRefused, $"a cash account {unpaid}");
        var (missing, missed) = (ShortfallOf(value), ShortfallOf(valuation.Now()));
        return missing > missed
            ? new(
                TradingError.MarginModelRefused,
                $"the positions would have to keep {value.Margin.Maintenance:0.##}, and the equity is {value.Equity:0.##}")
            : null;

        static decimal ShortfallOf(in Valuation of) => Math.Max(0, of.Margin.Maintenance - of.Equity);
    }

    /// <summary>What a person did that hides or shows a loss is looked at by others.</summary>
    private void Report(string title, string reason, Actor actor) => incidents.Open(new()
    {
        Type = IncidentType.Loss,
        Severity = IncidentSeverity.Sev3,
        Title = title,
        Detail = $"{reason} (by {actor})",
        Source = "accounts",
        BeganAt = clock.GetUtcNow(),
    });

    /// <summary>Whether cash that is to be moved out is free: no margin, no equity other than cash, not on its way out.</summary>
    private bool IsFree(decimal amount, AccountLimits limits)
    {
        if (amount <= 0 || !limits.CheckBuyingPower) return true;
        var value = valuation.Now();
        return amount <= Math.Min(Account.Cash, Math.Max(0, value.Equity - value.Margin.Taken))
            - Account.PendingWithdrawals;
    }

    private AccountTerms NextTerms(ChangeAccount request)
    {
        var last = LastTerms;
        // Before the first order none is in flight.
        var isNew = Account.Cursors.Count == 0 && Account.Reservations.Count == 0;
        var from = clock.GetMicroseconds() + (isNew ? 0 : (long)TermsHoldAfter.TotalMicroseconds);
        return new()
        {
            From = Math.Max(from, last.From + 1),
            CostMethod = request.CostMethod ?? last.CostMethod,
            Fees = request.Fees?.ToSchedule() ?? last.Fees,
        };
    }
}
