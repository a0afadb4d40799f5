using System.Collections.Immutable;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Breakers;
using TradingOps.Engine.Risk;
using TradingOps.Grains.Breakers;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Accounts;

// The account's own breaker: looked at before every order, after every fill, and once a second.
public sealed partial class AccountGrain
{
    private static readonly TimeSpan TendEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StaysAwake = TimeSpan.FromMinutes(5);

    private readonly AccountBreaker _breaker = new(guards.Options.Account, guards.Options.Probation);
    private readonly ProbationCount _probation = new();
    private BreakerKeeper _keeper = null!;
    private RollReport _roll = null!;
    private AccountLimits? _breakerLimits;
    private long? _staleSince;
    private bool _isTending;

    /// <inheritdoc/>
    Task<BreakerView?> IBreakerGrain.GetBreaker() => Task.FromResult(_journal.IsOpened ? _keeper.View : null);

    /// <inheritdoc/>
    async Task<BreakerView?> IBreakerGrain.Trip(string reason, string who)
    {
        if (!_journal.IsOpened) return null;
        var view = await _keeper.TripAsync(reason, who);
        TendSoon();
        return view;
    }

    /// <inheritdoc/>
    async Task<BreakerView?> IBreakerGrain.Kill(string reason, string who)
    {
        if (!_journal.IsOpened) return null;
        var view = await _keeper.KillAsync(reason, who);
        TendSoon();
        return view;
    }

    /// <inheritdoc/>
    async Task<BreakerAnswer?> IBreakerGrain.Reset(string reason, string who)
    {
        if (!_journal.IsOpened) return null;
        // What it accepts is the loss of now.
        await LearnMarksAsync();
        await LookAsync();
        return await _keeper.ResetAsync(reason, who);
    }

    /// <inheritdoc/>
    async Task<BreakerAnswer?> IBreakerGrain.Approve(string reason, string who)
    {
        if (!_journal.IsOpened) return null;
        await LearnMarksAsync();
        await LookAsync();
        return await _keeper.ApproveAsync(reason, who);
    }

    /// <inheritdoc/>
    Task<ImmutableArray<BreakerView>> IBreakerGrain.ReadHistory(long? before, int limit) =>
        _keeper.ReadHistoryAsync(before, limit);

    /// <inheritdoc/>
    public async Task<int> ObeyBreakers()
    {
        try
        {
            return await CancelOwedAsync();
        }
        catch (Exception e) when (IsUnavailable(e))
        {
            Log.CancelsOwed(logger, Account.Id, e);
            return Account.OpenOrders.Count;
        }
    }

    private async Task OpenBreakerAsync(CancellationToken cancellationToken)
    {
        _roll = new(GrainFactory, clock, logger);
        _keeper = await BreakerKeeper.OpenAsync(
            BreakerScope.Account(Account.Id), _breaker, guards, _roll.TellAsync, DeactivateOnIdle, cancellationToken);
        this.RegisterGrainTimer(TendAsync, new() { DueTime = TendEvery, Period = TendEvery, Interleave = true });
        // The roll may have missed the last change, if this silo's predecessor died right after it.
        if (_keeper.View.Sequence > 0) await _roll.TellAsync(_keeper.View);
    }

    /// <summary>The worse of the firm's and the account's own.</summary>
    private BreakerState EffectiveBreaker => breakers.Firm > _keeper.State ? breakers.Firm : _keeper.State;

    /// <summary>
    /// What firm, symbol and account say to an order; a breach of the account's probation opens its breaker again.
    /// </summary>
    private Refusal? CheckBreakers(Submission order, in HeldOrder holds, HeldOrder? before)
    {
        var (placed, instrument) = (order.Order, order.Instrument);
        var (firm, symbol) = (breakers.Firm, breakers.Symbol(instrument.Symbol));
        var position = Account.PositionIn(instrument.Symbol)?.Quantity ?? 0;
        var held = Account.ReservationIn(instrument.Symbol);
        // What a replaced order holds is let go of for what takes its place.
        if (before is { } replaced) held = held.Add(replaced, -1);
        var quantity = instrument.ToQuantity(placed.Quantity);
        var mustTradeNow = placed.Type == OrderType.Market || placed.TimeInForce is TimeInForce.Ioc or TimeInForce.Fok;
        var asked = new BreakerGate.Order(
            placed.Side, quantity, position, instrument.ToQuantity(position > 0 ? held.SellLots : held.BuyLots), mustTradeNow);
        var refusal = BreakerGate.Check(asked, firm, symbol, _keeper.State);
        if (refusal is not null) return refusal;
        order.PassedBreakers = true;
        if (!BreakerGate.IsOnProbation(firm, symbol, _keeper.State)) return null;
        // What only reduces is as welcome as ever, within the number of orders.
        if (asked.OnlyReduces) quantity = 0;
        var notional = Math.Abs(quantity * instrument.ToPrice(holds.Price) * instrument.Multiplier);
        var worst = placed.Side == Side.Buy
            ? position + instrument.ToQuantity(held.BuyLots) + quantity
            : instrument.ToQuantity(held.SellLots) + quantity - position;
        var orders = CountOnProbation(instrument.Symbol);
        if (guards.Options.Probation.FindBreach(orders, quantity, notional, worst, Account.Limits) is not { } bound) return null;
        order.PassedBreakers = false;
        if (_keeper.State == BreakerState.HalfOpen) _breaker.BreachProbation(bound.Value, bound.Threshold);
        return new("breaker_probation", $"{bound.What} is {bound.Value:0.##}, probation allows {bound.Threshold:0.##}");
    }

    /// <summary>Counts an order in the probations that it falls into; the most that it is the latest of.</summary>
    private int CountOnProbation(string symbol)
    {
        var orders = 0;
        if (_keeper.State == BreakerState.HalfOpen) orders = _probation.Add("account", _keeper.View.Sequence);
        if (breakers.Firm == BreakerState.HalfOpen) orders = Math.Max(orders, _probation.Add("firm", breakers.FirmSequence));
        if (breakers.Symbol(symbol) == BreakerState.HalfOpen)
            orders = Math.Max(orders, _probation.Add(symbol, breakers.SymbolSequence(symbol)));
        return orders;
    }

    /// <summary>Counts what became of orders that the breakers let pass, and lets the breaker move where it has to.</summary>
    private Task CountOutcomesAsync(IEnumerable<Submission> orders)
    {
        var now = clock.GetMicroseconds();
        foreach (var order in orders)
            if (order.PassedBreakers && order.Result.IsCompletedSuccessfully)
                _breaker.CountOutcome(order.Result.Result.Outcome == SubmitOutcome.Refused, now);
        return LookAsync();
    }

    /// <summary>Looks at the account as it is now. Most often nothing changes, and nobody waits.</summary>
    private Task LookAsync()
    {
        if (!_journal.IsOpened) return Task.CompletedTask;
        if (!ReferenceEquals(_breakerLimits, Account.Limits))
            _breaker.SetLimits(guards.Options.Account.For(_breakerLimits = Account.Limits));
        if (_keeper.Moving.IsCompleted && _breaker.Look(Figures(), clock.GetMicroseconds()) is null) return Task.CompletedTask;
        return MoveAsync();

        async Task MoveAsync()
        {
            await _keeper.MoveAsync(now => _breaker.Look(Figures(), now));
            TendSoon();
        }
    }

    private AccountFigures Figures()
    {
        var value = _valuation.Now();
        var equity = Account.Equity;
        var day = DateOnly.FromDateTime(Time.FromMicroseconds(equity.DayBegan).UtcDateTime);
        // A market that is being restored, or that this silo has just come to hear of, has no price for a moment.
        _staleSince = value.IsStale ? _staleSince ?? clock.GetTimestamp() : null;
        var isStale = _staleSince is { } since && clock.GetElapsedTime(since) >= StaleAfter;
        return new(day, equity.DailyLoss(value.Equity), equity.Drawdown(value.Equity), equity.HighWaterMark, isStale);
    }

    private void TendSoon() => _ = TendAsync(CancellationToken.None);

    /// <summary>
    /// Looks at the account at the prices of now, and cancels what its breakers want canceled. What cannot be done now is done a
    /// second later: it follows from the state of the breakers and the open orders, also after a crash.
    /// </summary>
    private async Task TendAsync(CancellationToken cancellationToken)
    {
        if (_isTending || !_journal.IsOpened) return;
        _isTending = true;
        try
        {
            if (Account.OpenOrders.Count > 0 || Account.Positions.Any(p => p.Quantity != 0)) DelayDeactivation(StaysAwake);
            await KeepMarksAsync();
            await LookAsync();
            await CancelOwedAsync();
        }
        catch (Exception e) when (IsUnavailable(e))
        {
            Log.CancelsOwed(logger, Account.Id, e);
        }
        finally
        {
            _isTending = false;
        }
    }

    /// <summary>Cancels what the breakers want canceled; how many orders that were.</summary>
    private async Task<int> CancelOwedAsync()
    {
        var resting = breakers.Resting > _keeper.Resting ? breakers.Resting : _keeper.Resting;
        var owed = OwedCancels.Of(Account, symbol => catalogue[symbol], resting);
        await CancelAsync(owed);
        return owed.Count;
    }
}
