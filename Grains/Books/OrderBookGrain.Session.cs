using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Sessions;

namespace TradingOps.Grains.Books;

// The session: open and closed by the hours of its exchange, halted by its breaker, expired, settled.
public sealed partial class OrderBookGrain
{
    private static readonly TimeSpan StaysAwake = TimeSpan.FromMinutes(5);

    /// <summary>Longer than the catalogue needs to store a change, or to fail.</summary>
    private static readonly TimeSpan HoldLasts = TimeSpan.FromMinutes(1);

    /// <summary>Since when no order is taken, lest one come in between; a timestamp of the clock.</summary>
    private long? _heldSince;

    /// <summary>When hours say the next word, microseconds since the Unix epoch.</summary>
    private long _sessionLasts;

    /// <inheritdoc/>
    public async Task<bool> TryHold()
    {
        if (_instrument is null) return true;
        ThrowIfFaulted();
        if (_market.Sequence == 0)
        {
            _heldSince = clock.GetTimestamp();
            return true;
        }
        await UntilDurable();
        return false;
    }

    /// <summary>What is counted in other ticks or lots would be another order here.</summary>
    private void ThrowIfOfOtherUnits(PlaceOrders orders)
    {
        if ((_heldSince is { } since && clock.GetElapsedTime(since) < HoldLasts)
            || (orders.TickSize, orders.LotSize) != (Instrument.TickSize, Instrument.LotSize))
            throw NotTaken(TradingUnavailableException.Restoring, $"ticks and lots of {_market.Symbol} are becoming others");
    }

    /// <summary>
    /// Brings the session where it belongs before an order is taken: the last of the seconds between two looks may be the one
    /// in which it closed.
    /// </summary>
    private Task KeepSessionAsync() => clock.GetMicroseconds() < _sessionLasts ? Task.CompletedTask : StepSessionAsync();

    /// <summary>
    /// Takes one step after the other, each decided and entered in one turn, until the session is where it belongs. Of a market
    /// that never had an order nothing is written.
    /// </summary>
    private async Task StepSessionAsync()
    {
        var instrument = catalogue[_market.Symbol];
        // Only a market without orders gets other units: it begins anew with them.
        if (InstrumentRules.ChangesUnits(Instrument, instrument)) DeactivateOnIdle();
        _instrument = instrument;
        while ((_market.Sequence > 0 || _breaker.IsHalted) && NextSession() is { } next)
        {
            var isReopened = next == SessionState.Open && _market.Book.Session == SessionState.Auction;
            var banded = isReopened && _market.Book.TryGetIndicative(out var auction)
                ? SetBandAsync(auction.Price)
                : Task.CompletedTask;
            var entered = ExecuteAsync(new() { Kind = BookCommandKind.SetSession, Session = next, Price = PriceOf(next) });
            await banded;
            if (await entered == BookReason.None) continue;
            // More would trade outside the band than inside: another pause.
            var (price, edge) = Push();
            await _keeper.MoveOnceAsync(at => _breaker.Prolong(price, edge, at));
            break;
        }
        var now = clock.GetMicroseconds();
        var session = calendar.SessionAt(Instrument, now);
        _sessionLasts = session.Opens > now ? session.Opens : session.Closes;
    }

    private SessionState? NextSession()
    {
        var now = clock.GetMicroseconds();
        // A day without orders and trades has nothing to end.
        var isOver = (_market.Book.OpenOrders > 0 || _market.Book.LastPrice is not null)
            && calendar.SessionAt(Instrument, _market.Time).Closes <= now;
        return SessionRules.Next(
            _market.Book.Session, calendar.StatusAt(Instrument, now), isOver, _breaker.IsHalted,
            Instrument.SettlementPrice is not null);
    }

    private string StatusNow() => calendar.StatusAt(Instrument, clock.GetMicroseconds()) switch
    {
        InstrumentStatus.Open => (_breaker.IsHalted ? nameof(SessionState.Halted) : $"{_market.Book.Session}").ToLowerInvariant(),
        var status => status.ToString().ToLowerInvariant(),
    };

    private long PriceOf(SessionState next) =>
        next == SessionState.Settled && Instrument.TryToSettlement(Instrument.SettlementPrice!.Value, out var parts) ? parts : 0;
}
