using System.Collections.Immutable;
using TradingOps.Engine.Books;
using TradingOps.Engine.Breakers;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Engine.Risk;
using TradingOps.Engine.Sessions;
using TradingOps.Grains.Breakers;

namespace TradingOps.Grains.Books;

/// <summary>
/// The symbol's own breaker: the price band around the reference, the pause, the halt by hand. Used within one grain's turns
/// only.
/// </summary>
internal sealed class SymbolBreakerControl(
    MarketLog market, TradingCalendar calendar, BreakerCache breakers, BreakerServices services, IGrainFactory grains)
{
    /// <summary>The band follows the reference when that has moved by this share of it.</summary>
    private const decimal BandStep = 0.01m;

    private readonly SymbolBreaker _breaker = new(services.Options.Symbol, services.Options.Probation);
    private readonly PriceReference _reference = new(services.Options.Bands.Window);
    private BreakerHost _host = null!;
    private bool? _wasUnderlyingHalted;

    /// <summary>The breaker and its last change.</summary>
    public BreakerView View => _host.View;

    /// <summary>The state in effect.</summary>
    public BreakerState State => _host.State;

    /// <summary>Whether it halts the session, or the breaker of what the option is written on does.</summary>
    public bool IsHalted => _breaker.IsHalted || IsUnderlyingHalted();

    /// <summary>Whether it halts the session itself.</summary>
    public bool IsTripped => _breaker.IsHalted;

    /// <summary>Whether it was killed: then no order stays in the book.</summary>
    public bool IsKilled => _host.State == BreakerState.Isolated;

    /// <summary>How long a pause lasts.</summary>
    public TimeSpan PauseLasts => services.Options.Symbol.PauseLasts;

    private Instrument Instrument => market.Instrument;

    private OrderBook Book => market.Market.Book;

    /// <summary>Reads the breaker. <see cref="TradingUnavailableException"/> if its stream cannot be read.</summary>
    /// <param name="deactivate">Called when a change of the breaker could not be stored.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task OpenAsync(Action deactivate, CancellationToken cancellationToken)
    {
        _host = await BreakerHost.OpenRegisteredAsync(
            BreakerScope.Symbol(Instrument.Symbol), _breaker, services, grains, deactivate, isAwaited: false,
            cancellationToken);
        if (Book.LastPrice is not null && Book.BandReference is { } reference) _reference.Add(reference, market.Market.Time);
    }

    /// <summary>Trips by hand.</summary>
    public Task TripAsync(string reason, string who) => _host.TripAsync(reason, who);

    /// <summary>Lets only orders pass that reduce, by hand; what rests stays.</summary>
    public Task TripToReduceAsync(string reason, string who) => _host.TripToReduceAsync(reason, who);

    /// <summary>Kills by hand.</summary>
    public Task KillAsync(string reason, string who) => _host.KillAsync(reason, who);

    /// <summary>Resets by hand.</summary>
    public Task<BreakerAnswer> ResetAsync(string reason, string who) => _host.ResetAsync(reason, who);

    /// <summary>Approves a reset.</summary>
    public Task<BreakerAnswer> ApproveAsync(string reason, string who) => _host.ApproveAsync(reason, who);

    /// <summary>The breaker's changes, newest first.</summary>
    public Task<ImmutableArray<BreakerView>> ReadHistoryAsync(long? before, int limit) => _host.ReadHistoryAsync(before, limit);

    /// <summary>
    /// Throws if no order of an account of a desk may enter. The states of firm and desk are those that this silo last received:
    /// so no order that was in flight when such a breaker tripped enters after the trip was answered.
    /// </summary>
    public void ThrowIfStopped(string? desk)
    {
        var stateOfDesk = breakers.Desk(desk);
        if (breakers.Firm == BreakerState.Unknown || stateOfDesk == BreakerState.Unknown || _host.State == BreakerState.Unknown)
            throw TradingUnavailableException.NothingDone(TradingError.BreakerUnknown, "the state of the breakers is not known");
        if (breakers.Firm >= BreakerState.Open)
            throw TradingUnavailableException.NothingDone(TradingError.BreakerOpen, "the breaker of the firm is open");
        if (stateOfDesk >= BreakerState.Open)
            throw TradingUnavailableException.NothingDone(TradingError.BreakerOpen, $"the breaker of desk '{desk}' is open");
        if (_host.State == BreakerState.Isolated)
            throw TradingUnavailableException.NothingDone(TradingError.BreakerOpen, "the breaker of the symbol is isolated");
    }

    /// <summary>Follows a durable record. Returns whether the breaker or the band has to change.</summary>
    public bool Follow(MarketRecord record)
    {
        if (BandShare == 0) return false;
        if (record.Command.Kind == BookCommandKind.SetClockBack) _reference.Clear();
        foreach (ref readonly var e in record.Events.AsSpan())
            if (e.Kind == BookEventKind.Traded)
                _reference.Add(e.Price, record.Command.Time);
        var isAtLimit = Book.LimitState != LimitState.None;
        return isAtLimit != (_host.State == BreakerState.LimitState) || IsBandDue(out _);
    }

    /// <summary>Changes the breaker's state where the book and the time require it.</summary>
    public Task EvaluateAsync() => _host.MoveAsync(Evaluate);

    /// <summary>Prolongs the pause: more would trade outside the band than inside.</summary>
    public Task ProlongAsync()
    {
        var (price, edge) = LimitPrice();
        return _host.MoveOnceAsync(now => _breaker.Prolong(price, edge, now));
    }

    /// <summary>Moves the band if the reference is far enough from it, and takes away one that is not wanted any more.</summary>
    public Task MoveBandAsync() => IsBandDue(out var reference) ? SetBandAsync(reference)
        : BandShare == 0 && Book is { IsBanded: true, BandReference: { } last }
            ? UseBandAsync(last, -BookLimits.PriceBound, BookLimits.PriceBound)
            : Task.CompletedTask;

    /// <summary>
    /// Sets the band of a market that opened without an auction around quotes that left it: else one order at its edge would
    /// pause the market again and again. Quotes further apart than the band is wide have no middle that means anything.
    /// </summary>
    public Task FollowQuotesAsync()
    {
        var (bid, ask) = (Book.BestBid, Book.BestAsk);
        var outside = bid >= Book.BandHigh ? bid : ask <= Book.BandLow ? ask : null;
        if (outside is not { } quote) return Task.CompletedTask;
        var isNarrow = ask - bid <= WidthAround(quote);
        var reference = isNarrow ? (bid!.Value + ask!.Value) / 2 : quote;
        _reference.Clear();
        _reference.Add(reference, market.Market.Time);
        return SetBandAsync(reference);
    }

    /// <summary>Sets the band around a reference, in ticks.</summary>
    public Task SetBandAsync(long reference)
    {
        if (BandShare == 0) return Task.CompletedTask;
        var width = WidthAround(reference);
        // What is repriced to an edge rests there.
        var ticks = calendar.TicksAt(Instrument, services.Clock.GetMicroseconds());
        var low = Protection.Fit(Side.Sell, reference - width, Instrument, ticks);
        var high = Protection.Fit(Side.Buy, reference + width, Instrument, ticks);
        return low > high
            ? UseBandAsync(reference, reference - width, reference + width)
            : UseBandAsync(reference, low, high);
    }

    private Task UseBandAsync(long reference, long low, long high) => market.ExecuteAsync(new()
    {
        Kind = BookCommandKind.SetBand,
        Spec = new() { Price = reference },
        BandLow = low,
        BandHigh = high,
    });

    /// <summary>While its state is unknown the last one holds; a market that starts stays as it is.</summary>
    private bool IsUnderlyingHalted()
    {
        if (breakers.IsUnderlyingHalted(Instrument) is not { } isHalted)
            return _wasUnderlyingHalted ?? Book.Session == SessionState.Auction;
        _wasUnderlyingHalted = isHalted;
        return isHalted;
    }

    private BreakerStatus? Evaluate(long now)
    {
        var (price, edge) = LimitPrice();
        var day = DateOnly.FromDateTime(Time.FromMicroseconds(now).UtcDateTime);
        return _breaker.Evaluate(Book.LimitState != LimitState.None, price, edge, day, now);
    }

    /// <summary>The best price outside the band and the edge that it lies beyond, in currency.</summary>
    private (decimal Price, decimal Edge) LimitPrice()
    {
        var isUp = Book.LimitState == LimitState.BuyersPush;
        var edge = isUp ? Book.BandHigh : Book.BandLow;
        var price = (isUp ? Book.BestAsk : Book.BestBid) ?? edge;
        return (Instrument.ToPrice(price), Instrument.ToPrice(edge));
    }

    /// <summary>Whether the reference is far enough from the band's. It moves with trades, not with time alone.</summary>
    private bool IsBandDue(out long reference)
    {
        reference = 0;
        if (_host.State is not (BreakerState.Closed or BreakerState.HalfOpen)) return false;
        if (_reference.At(market.Market.Time) is not { } average) return false;
        reference = average;
        return Book.BandReference is not { } known || Math.Abs(average - known) >= BandStep * Math.Abs(known);
    }

    private long WidthAround(long reference) => Math.Max(1, (long)(BandShare * Math.Abs(reference)));

    private decimal BandShare => Instrument.AssetClass switch
    {
        AssetClass.Equity => services.Options.Bands.Equity,
        AssetClass.Options => services.Options.Bands.Options,
        _ => services.Options.Bands.Futures,
    };
}
