using Microsoft.Extensions.Logging;
using TradingOps.Engine.Books;
using TradingOps.Engine.Breakers;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Sessions;

namespace TradingOps.Grains.Books;

/// <summary>
/// The session of a market: open and closed by the hours of its exchange, halted by its breaker, expired, settled. Used within
/// one grain's turns only.
/// </summary>
internal sealed class MarketSession(
    MarketLog market, SymbolBreakerControl breaker, MarketCancelSweep sweep, InstrumentCatalogue catalogue,
    TradingCalendar calendar, TimeProvider clock, Action deactivate, Action<TimeSpan> delayDeactivation, ILogger logger)
{
    /// <summary>How long after the end of a session its closing auction may still take place.</summary>
    private static readonly TimeSpan LatestClose = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan StaysAwake = TimeSpan.FromMinutes(5);

    /// <summary>Longer than the catalogue needs to store a change, or to fail.</summary>
    private static readonly TimeSpan FreezeLasts = TimeSpan.FromMinutes(1);

    /// <summary>A timestamp of the clock; null if the market is not frozen.</summary>
    private long? _frozenSince;

    /// <summary>When the session may change next by its hours, microseconds since the Unix epoch.</summary>
    private long _validUntil;

    /// <summary>Whether it was halted at the last step.</summary>
    private bool _wasHalted;

    /// <summary>
    /// When the day of the open orders ends, as the last step saw it: a record that was made right then is not of the next day.
    /// </summary>
    private long _dayEnds = long.MaxValue;

    private Task _maintaining = Task.CompletedTask;
    private bool _isDue;

    /// <summary>Status of the instrument and its session, in lower case.</summary>
    public string Status => calendar.StatusAt(market.Instrument, clock.GetMicroseconds()) switch
    {
        InstrumentStatus.Open => (IsHalted ? nameof(SessionState.Halted) : $"{Book.Session}").ToLowerInvariant(),
        InstrumentStatus.Closed when Book.Session == SessionState.Auction => "pre_open",
        InstrumentStatus.Closed when market.Instrument.Status == InstrumentStatus.Open
            && calendar.IsPost(market.Instrument, clock.GetMicroseconds()) => "post",
        var status => status.ToString().ToLowerInvariant(),
    };

    private OrderBook Book => market.Market.Book;

    /// <summary>Whether its breaker lets nothing trade, or what the option is written on is halted.</summary>
    private bool IsHalted => breaker.IsHalted || catalogue.IsUnderlyingHalted(market.Instrument);

    /// <summary>
    /// Freezes a market that never had an order, so that its tick and lot size can change. Returns whether it never had one.
    /// </summary>
    public async Task<bool> TryFreezeAsync()
    {
        market.ThrowIfFaulted();
        if (market.Market.Sequence == 0)
        {
            _frozenSince = clock.GetTimestamp();
            return true;
        }
        await market.UntilDurableAsync();
        return false;
    }

    /// <summary>
    /// Throws if orders were counted in other ticks or lots than the market's: they would be other orders here.
    /// </summary>
    public void ThrowIfUnitsDiffer(PlaceOrders orders)
    {
        var isFrozen = _frozenSince is { } since && clock.GetElapsedTime(since) < FreezeLasts;
        if (isFrozen || (orders.TickSize, orders.LotSize) != (market.Instrument.TickSize, market.Instrument.LotSize))
            throw TradingUnavailableException.NothingDone(
                TradingError.MarketRestoring,
                $"the tick and lot size of {market.Market.Symbol} are being changed; send the order again");
    }

    /// <summary>
    /// Brings the session up to date before an order enters: it may have closed or been halted since the last maintenance.
    /// </summary>
    public Task RefreshAsync() =>
        clock.GetMicroseconds() < _validUntil && IsHalted == _wasHalted && market.Market.Sequence > 0
            ? Task.CompletedTask
            : StepAsync(isEntering: true);

    /// <summary>
    /// Brings session, breaker and band up to date, and cancels what a killed market must not keep. Completes when all that is
    /// due now is done. What fails is done at the next call, a second later, also after a crash.
    /// </summary>
    public Task MaintainAsync()
    {
        _isDue = true;
        if (_maintaining.IsCompleted) _maintaining = MaintainWhileDueAsync();
        return _maintaining;
    }

    /// <summary>Delivers reports again, brings the session up to date and ends the orders that have expired.</summary>
    public async Task WakeAsync()
    {
        if (market.IsFaulted) return;
        market.Outbox.Redeliver();
        // What is due stays due until it can be stored.
        if (market.StoreFault is not null) return;
        await StepAsync();
        if (Book.NextExpiry is not { } due || due > clock.GetMicroseconds()) return;
        await market.ExecuteAsync(new() { Kind = BookCommandKind.AdvanceTime });
    }

    private async Task MaintainWhileDueAsync()
    {
        while (_isDue && !market.IsFaulted)
        {
            _isDue = false;
            try
            {
                await StepAsync();
                await breaker.EvaluateAsync();
                await StepAsync();
                await sweep.ContinueAsync();
                await breaker.MoveBandAsync();
                if (breaker.State != BreakerState.Closed) delayDeactivation(breaker.PauseLasts * 2);
                // Orders end with their session, even if no call reaches the market then.
                else if (Book.OpenOrders > 0) delayDeactivation(StaysAwake);
            }
            catch (TradingUnavailableException e)
            {
                Log.MarketNotMaintained(logger, market.Market.Symbol, e);
            }
        }
    }

    /// <summary>
    /// Takes one step after another, each decided and entered in one turn, until the session is up to date. For a market that
    /// never had an order nothing is written before one comes, unless its own breaker halts it.
    /// </summary>
    /// <param name="isEntering">Whether an order is about to enter.</param>
    private async Task StepAsync(bool isEntering = false)
    {
        var instrument = catalogue[market.Market.Symbol];
        // Only a market without orders gets other units: it restarts with them.
        if (InstrumentRules.ChangesUnits(market.Instrument, instrument)) deactivate();
        market.Instrument = instrument;
        _wasHalted = IsHalted;
        while ((market.Market.Sequence > 0 || breaker.IsTripped || isEntering) && NextState() is { } next)
        {
            // A close that was slept through has no auction: its prices are not those of now.
            if (next == SessionState.Closed && Book is { Session: SessionState.Open, HasOrdersForClose: true } && IsLate())
                next = SessionState.Auction;
            if (next == SessionState.Closed) _dayEnds = long.MaxValue;
            var isAuction = Book.TryGetIndicative(out var auction);
            var banded = next == SessionState.Open && isAuction ? breaker.SetBandAsync(auction.Price) : Task.CompletedTask;
            var entered = market.ExecuteAsync(new()
            {
                Kind = BookCommandKind.SetSession,
                Session = next,
                Position = next == SessionState.Closed ? ClosingDay().DayNumber : 0,
            });
            // Decided in the same turn: nothing trades in between.
            var quoted = Book.Session == SessionState.Open && !isAuction ? breaker.FollowQuotesAsync() : Task.CompletedTask;
            await banded;
            await quoted;
            if (await entered == BookReason.None) continue;
            await breaker.ProlongAsync();
            break;
        }
        var now = clock.GetMicroseconds();
        var session = calendar.SessionAt(market.Instrument, now);
        _validUntil = session.NextAfter(now);
        _dayEnds = session.Closes;
    }

    /// <summary>When the session ends that the open orders are of, microseconds since the Unix epoch.</summary>
    private long EndOfDay => Math.Min(_dayEnds, calendar.SessionAt(market.Instrument, market.Market.Time).Closes);

    /// <summary>The trading day that ends when the market closes now: a person may close it before its session ends.</summary>
    private DateOnly ClosingDay()
    {
        var now = clock.GetMicroseconds();
        var session = calendar.SessionAt(market.Instrument, now);
        return session.Opens <= now && EndOfDay > now ? session.Day : calendar.LastDay(market.Instrument, now);
    }

    /// <summary>Whether the session of the open orders ended some time ago.</summary>
    private bool IsLate() => clock.GetMicroseconds() - EndOfDay > (long)LatestClose.TotalMicroseconds;

    private SessionState? NextState()
    {
        var now = clock.GetMicroseconds();
        // A day without orders and trades has nothing to end.
        var isOver = (Book.OpenOrders > 0 || Book.LastPrice is not null)
            && EndOfDay <= now;
        return SessionRules.Next(
            Book.Session, calendar.StatusAt(market.Instrument, now), isOver, IsHalted,
            calendar.IsPreOpen(market.Instrument, now));
    }
}
