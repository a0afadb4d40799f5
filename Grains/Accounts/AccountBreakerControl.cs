using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Actors;
using TradingOps.Engine.Books;
using TradingOps.Engine.Breakers;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Risk;
using TradingOps.Grains.Breakers;

namespace TradingOps.Grains.Accounts;

/// <summary>
/// The account's own breaker, together with those of firm, desk and symbol: it is evaluated before every order, after every fill
/// and once a second, and it cancels the open orders that a breaker stops. Which orders these are follows from the state of the
/// breakers and the open orders, so that it is known again after any crash. Used within one grain's turns only.
/// </summary>
internal sealed class AccountBreakerControl(
    AccountLog log, AccountValuation valuation, EquitySamples samples, MarkReader marks, BreakerCache breakers,
    BreakerServices services, InstrumentCatalogue catalogue, OrderCancels cancels, IGrainFactory grains, ILogger logger)
{
    private const string OwnProbation = "account";
    private const string FirmProbation = "firm";
    private const string DeskProbation = "desk";

    private static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(10);

    private readonly AccountBreaker _breaker = new(services.Options.Account, services.Options.Probation);
    private readonly ProbationCounts _probations = new();
    private BreakerHost _host = null!;
    private AccountLimits? _limits;
    private long? _staleSince;

    /// <summary>What the account had come to at the last look at its figures, and when that was.</summary>
    private (long Bookings, EquityCurve Equity, long At)? _looked;

    private bool _isMaintaining;

    /// <summary>The account's breaker and its last change; null if the account was never opened.</summary>
    public BreakerView? View => log.IsOpened ? _host.View : null;

    /// <summary>The worst of the firm's state, the desk's and the account's own.</summary>
    public BreakerState EffectiveState => Worse(breakers.Firm, Worse(Desk, _host.State));

    /// <summary>State of the breaker of the account's desk; closed without one.</summary>
    private BreakerState Desk => breakers.Desk(Account.Desk);

    private static BreakerState Worse(BreakerState one, BreakerState other) => one > other ? one : other;

    private Account Account => log.Account;

    /// <summary>Reads the breaker. <see cref="TradingUnavailableException"/> if its stream cannot be read.</summary>
    /// <param name="deactivate">Called when a change of the breaker could not be stored.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task OpenAsync(Action deactivate, CancellationToken cancellationToken) =>
        _host = await BreakerHost.OpenRegisteredAsync(
            BreakerScope.Account(Account.Id), _breaker, services, grains, deactivate, isAwaited: false, cancellationToken);

    /// <summary>Trips by hand.</summary>
    public Task<BreakerView?> TripAsync(string reason, string who) => StopAsync(() => _host.TripAsync(reason, who));

    /// <summary>Lets only orders pass that reduce, by hand.</summary>
    public Task<BreakerView?> TripToReduceAsync(string reason, string who) =>
        StopAsync(() => _host.TripToReduceAsync(reason, who));

    /// <summary>Kills by hand.</summary>
    public Task<BreakerView?> KillAsync(string reason, string who) => StopAsync(() => _host.KillAsync(reason, who));

    /// <summary>Resets by hand; the reset accepts the loss at the current marks.</summary>
    public Task<BreakerAnswer?> ResetAsync(string reason, string who) => AcceptAsync(() => _host.ResetAsync(reason, who));

    /// <summary>Approves a reset; it accepts the loss at the current marks.</summary>
    public Task<BreakerAnswer?> ApproveAsync(string reason, string who) => AcceptAsync(() => _host.ApproveAsync(reason, who));

    /// <summary>The breaker's changes, newest first.</summary>
    public Task<ImmutableArray<BreakerView>> ReadHistoryAsync(long? before, int limit) => _host.ReadHistoryAsync(before, limit);

    /// <summary>Waits until no change of the breaker is being stored: it may concern the orders that wait.</summary>
    public async Task UntilSettledAsync()
    {
        while (!_host.Moving.IsCompleted) await _host.Moving;
    }

    /// <summary>
    /// What the breakers decide about an order; changes nothing. The caller applies it with <see cref="Record"/>.
    /// </summary>
    /// <param name="order">The order.</param>
    /// <param name="instrument">Its instrument.</param>
    /// <param name="reserved">What it would hold.</param>
    /// <param name="before">What the order holds already, for one that is to be changed.</param>
    public BreakerDecision Check(in OrderSpec order, Instrument instrument, in HeldOrder reserved, HeldOrder? before)
    {
        var (firm, symbol) = (breakers.Firm, breakers.StateOf(instrument));
        // A changed order releases what it holds.
        var held = Account.ReservationIn(instrument.Symbol, before);
        var asked = BreakerGate.Order.Of(
            Account, instrument, order.Side, reserved.Remaining, held, order.Type.MustTradeNow(order.TimeInForce));
        if (BreakerGate.Check(asked, firm, Desk, symbol, _host.State) is { } refusal) return new(refusal);
        // A halt of what an option is written on does not end the option's own probation.
        if (!BreakerGate.IsOnProbation(firm, Desk, breakers.Symbol(instrument.Symbol), _host.State)) return default;
        // An order that only reduces is bounded by the number of orders alone.
        var quantity = asked.OnlyReduces ? 0 : asked.Quantity;
        var notional = Math.Abs(quantity * instrument.ToPrice(reserved.Price) * instrument.Multiplier);
        var worst = order.Side == Side.Buy
            ? asked.Position + instrument.ToQuantity(held.BuyLots) + quantity
            : instrument.ToQuantity(held.SellLots) + quantity - asked.Position;
        var orders = ProbationsOf(instrument.Symbol).Max(p => _probations.Of(p.Breaker, p.Sequence)) + 1;
        return services.Options.Probation.FindBreach(orders, quantity, notional, worst, Account.Limits) is { } bound
            ? new(new(TradingError.BreakerProbation,
                $"{bound.What} is {bound.Value:0.##}, probation allows {bound.Threshold:0.##}"),
                IsOnProbation: true, (bound.Value, bound.Threshold))
            : new(null, IsOnProbation: true);
    }

    /// <summary>Counts an order that was checked; a breach of the account's probation opens its breaker again.</summary>
    public void Record(BreakerDecision decision, string symbol)
    {
        if (!decision.IsOnProbation) return;
        foreach (var (breaker, sequence) in ProbationsOf(symbol)) _probations.Add(breaker, sequence);
        if (decision.Breach is { } breach && _host.State == BreakerState.HalfOpen)
            _breaker.BreachProbation(breach.Value, breach.Threshold);
    }

    /// <summary>An order was refused because it exceeded the order rate.</summary>
    public void ExceedRate() => _breaker.ExceedRate(Account.Limits.MaxOrdersPerSecond);

    /// <summary>Counts the outcome of an order that the breakers let pass.</summary>
    public void CountOutcome(bool isRefused) => _breaker.CountOutcome(isRefused, services.Clock.GetMicroseconds());

    /// <summary>
    /// Evaluates the breaker after everything that a fill, cash or an order may move. What prices alone move must last for two
    /// seconds, so a tenth of a second between two looks at them is enough. Most often nothing changes, and it completes at once.
    /// </summary>
    public Task EvaluateAsync()
    {
        if (!log.IsOpened) return Task.CompletedTask;
        if (!ReferenceEquals(_limits, Account.Limits))
        {
            _breaker.SetLimits(services.Options.Account.For(_limits = Account.Limits));
            _looked = null;
        }
        var isUnchanged = _host.Moving.IsCompleted
            && (!IsDue() || _breaker.Evaluate(ReadFigures(), services.Clock.GetMicroseconds()) is null);
        return isUnchanged ? Task.CompletedTask : MoveAsync();
    }

    private bool IsDue() => _breaker.HasCounted || _looked is not { } last
        || last.Bookings != Account.Bookings || last.Equity != Account.Equity
        || services.Clock.GetElapsedTime(last.At) >= EquitySamples.Apart;

    /// <summary>Starts <see cref="MaintainAsync"/> in the background.</summary>
    public void MaintainSoon() => _ = MaintainAsync();

    /// <summary>
    /// Evaluates the breaker at the current marks and cancels the orders that a breaker stops. What fails is done at the next
    /// call, a second later.
    /// </summary>
    public async Task MaintainAsync()
    {
        if (_isMaintaining || !log.IsOpened) return;
        _isMaintaining = true;
        try
        {
            await marks.RefreshAsync();
            await EvaluateAsync();
            await CancelAsync();
        }
        catch (Exception e) when (GrainCall.IsFailure(e))
        {
            Log.BreakerNotMaintained(logger, Account.Id, e);
        }
        finally
        {
            _isMaintaining = false;
        }
    }

    /// <summary>
    /// Cancels the orders that a breaker stops. Returns how many these were; all open orders if a market did not answer.
    /// </summary>
    public async Task<int> TryCancelAsync()
    {
        try
        {
            return await CancelAsync();
        }
        catch (Exception e) when (GrainCall.IsFailure(e))
        {
            Log.BreakerNotMaintained(logger, Account.Id, e);
            return Account.OpenOrders.Count;
        }
    }

    private async Task<BreakerView?> StopAsync(Func<Task<BreakerView>> change)
    {
        if (!log.IsOpened) return null;
        var view = await change();
        MaintainSoon();
        return view;
    }

    private async Task<BreakerAnswer?> AcceptAsync(Func<Task<BreakerAnswer>> change)
    {
        if (!log.IsOpened) return null;
        await marks.ReadAsync();
        // At the prices that were just read.
        _looked = null;
        await EvaluateAsync();
        return await change();
    }

    private async Task<int> CancelAsync()
    {
        var (resting, reason) = FindStop();
        var owed = OwedCancels.Of(Account, symbol => catalogue[symbol], resting);
        await cancels.CancelAsync(owed, Actor.Breaker, reason);
        return owed.Count;
    }

    /// <summary>What the breakers do with resting orders, and the reason of the one that does most.</summary>
    private (RestingOrders Resting, BookReason Reason) FindStop()
    {
        var (stop, reason) = (_host.Resting, BookReason.BreakerAccount);
        if (breakers.FindDesk(Account.Desk) is { } desk && desk.Resting > stop)
            (stop, reason) = (desk.Resting, BookReason.BreakerDesk);
        return breakers.Resting > stop ? (breakers.Resting, BookReason.BreakerFirm) : (stop, reason);
    }

    private async Task MoveAsync()
    {
        await _host.MoveAsync(now => _breaker.Evaluate(ReadFigures(), now));
        MaintainSoon();
    }

    private AccountFigures ReadFigures()
    {
        var value = valuation.Now();
        var equity = Account.Equity;
        _looked = (Account.Bookings, equity, services.Clock.GetTimestamp());
        var day = DateOnly.FromDateTime(Time.FromMicroseconds(equity.DayBegan).UtcDateTime);
        // A market that is being restored, or that this silo has just begun to follow, has no price for a moment.
        _staleSince = value.IsStale ? _staleSince ?? services.Clock.GetTimestamp() : null;
        var isStale = _staleSince is { } since && services.Clock.GetElapsedTime(since) >= StaleAfter;
        // A price that is not of now stands still; the others go on.
        samples.Take(value.UnrealizedPnl, Account.RealizedPnl, services.Clock.GetElapsedTime(0));
        var confirmed = samples.ForLoss(value);
        var now = confirmed ?? value.Equity;
        return new(day, equity.DailyLoss(now), equity.Drawdown(now), equity.HighWaterMark, isStale)
        {
            IsConfirmed = confirmed is not null,
            Equity = now,
            MaintenanceMargin = !Account.Limits.CheckBuyingPower ? 0 : value.IsStale ? null : value.Margin.Maintenance,
        };
    }

    /// <summary>The probations that an order in a symbol falls into.</summary>
    private IEnumerable<(string Breaker, long Sequence)> ProbationsOf(string symbol)
    {
        if (_host.State == BreakerState.HalfOpen) yield return (OwnProbation, _host.View.Sequence);
        if (breakers.Firm == BreakerState.HalfOpen) yield return (FirmProbation, breakers.FirmSequence);
        if (breakers.FindDesk(Account.Desk) is { } desk && Desk == BreakerState.HalfOpen)
            yield return (DeskProbation, desk.Sequence);
        if (breakers.Symbol(symbol) == BreakerState.HalfOpen) yield return (symbol, breakers.SymbolSequence(symbol));
    }
}
