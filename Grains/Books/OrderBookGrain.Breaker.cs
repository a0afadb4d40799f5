using System.Collections.Immutable;
using TradingOps.Engine.Books;
using TradingOps.Engine.Breakers;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Breakers;

namespace TradingOps.Grains.Books;

// The symbol's own breaker: the band around the reference, the pause, the halt by hand.
public sealed partial class OrderBookGrain
{
    /// <summary>The band follows the reference when that has moved by this share of it.</summary>
    private const decimal BandStep = 0.01m;

    private static readonly TimeSpan TendEvery = TimeSpan.FromSeconds(1);

    private readonly SymbolBreaker _breaker = new(guards.Options.Symbol, guards.Options.Probation);
    private readonly PriceReference _reference = new(guards.Options.Bands.Window);
    private BreakerKeeper _keeper = null!;
    private RollReport _roll = null!;
    private bool _isTending;

    /// <inheritdoc/>
    Task<BreakerView?> IBreakerGrain.GetBreaker() => Task.FromResult(_instrument is null ? null : _keeper.View);

    /// <inheritdoc/>
    async Task<BreakerView?> IBreakerGrain.Trip(string reason, string who)
    {
        if (_instrument is null) return null;
        await _keeper.TripAsync(reason, who);
        await TendAsync(CancellationToken.None);
        return _keeper.View;
    }

    /// <inheritdoc/>
    async Task<BreakerView?> IBreakerGrain.Kill(string reason, string who)
    {
        if (_instrument is null) return null;
        await _keeper.KillAsync(reason, who);
        await TendAsync(CancellationToken.None);
        return _keeper.View;
    }

    /// <inheritdoc/>
    async Task<BreakerAnswer?> IBreakerGrain.Reset(string reason, string who)
    {
        if (_instrument is null) return null;
        var answer = await _keeper.ResetAsync(reason, who);
        await TendAsync(CancellationToken.None);
        return answer with { Breaker = _keeper.View };
    }

    /// <inheritdoc/>
    async Task<BreakerAnswer?> IBreakerGrain.Approve(string reason, string who)
    {
        if (_instrument is null) return null;
        var answer = await _keeper.ApproveAsync(reason, who);
        await TendAsync(CancellationToken.None);
        return answer with { Breaker = _keeper.View };
    }

    /// <inheritdoc/>
    Task<ImmutableArray<BreakerView>> IBreakerGrain.ReadHistory(long? before, int limit) => _instrument is null
        ? Task.FromResult(ImmutableArray<BreakerView>.Empty)
        : _keeper.ReadHistoryAsync(before, limit);

    private async Task OpenBreakerAsync(CancellationToken cancellationToken)
    {
        _roll = new(GrainFactory, clock, logger);
        _keeper = await BreakerKeeper.OpenAsync(
            BreakerScope.Symbol(_market.Symbol), _breaker, guards, _roll.TellAsync, DeactivateOnIdle, cancellationToken);
        if (_market.Book.LastPrice is not null && _market.Book.BandReference is { } reference)
            _reference.Add(reference, _market.Time);
        this.RegisterGrainTimer(TendAsync, new() { DueTime = TendEvery, Period = TendEvery, Interleave = true });
        if (_keeper.View.Sequence > 0) await _roll.TellAsync(_keeper.View);
    }

    /// <summary>
    /// The firm's breaker as this silo last heard: so no order that was on its way when it tripped is taken after the trip was
    /// answered.
    /// </summary>
    private void ThrowIfStopped()
    {
        if (breakers.Firm == BreakerState.Unknown || _keeper.State == BreakerState.Unknown)
            throw NotTaken("breaker_unknown", "the state of the breakers is not known");
        if (breakers.Firm >= BreakerState.Open) throw NotTaken("breaker_open", "the breaker of the firm is open");
        if (_keeper.State == BreakerState.Isolated) throw NotTaken("breaker_open", "the breaker of the symbol is isolated");
    }

    /// <summary>What a durable record means for the breaker.</summary>
    private void Follow(MarketRecord record)
    {
        if (ShareOf(Instrument.AssetClass) == 0) return;
        foreach (ref readonly var e in record.Events.AsSpan())
            if (e.Kind == BookEventKind.Traded)
                _reference.Add(e.Price, record.Command.Time);
        var isPushed = _market.Book.LimitState != LimitState.None;
        if (isPushed != (_keeper.State == BreakerState.LimitState) || IsBandDue(out _)) _ = TendAsync(CancellationToken.None);
    }

    /// <summary>Looks at band, breaker and session. What cannot be done now is done a second later, also after a crash.</summary>
    private async Task TendAsync(CancellationToken cancellationToken)
    {
        if (_isTending || _instrument is null || _fault is not null) return;
        _isTending = true;
        try
        {
            await StepSessionAsync();
            await _keeper.MoveAsync(Look);
            await StepSessionAsync();
            if (IsBandDue(out var reference)) await SetBandAsync(reference);
            if (_keeper.State != BreakerState.Closed) DelayDeactivation(guards.Options.Symbol.PauseLasts * 2);
            // Orders end with their session, whoever asks for them then.
            else if (_market.Book.OpenOrders > 0) DelayDeactivation(StaysAwake);
        }
        catch (TradingUnavailableException e)
        {
            Log.BreakerUntended(logger, _market.Symbol, e);
        }
        finally
        {
            _isTending = false;
        }
    }

    private BreakerStatus? Look(long now)
    {
        var (price, edge) = Push();
        var day = DateOnly.FromDateTime(Time.FromMicroseconds(now).UtcDateTime);
        return _breaker.Look(_market.Book.LimitState != LimitState.None, price, edge, day, now);
    }

    /// <summary>The best price outside the band and the edge that it lies beyond, in currency.</summary>
    private (decimal Price, decimal Edge) Push()
    {
        var book = _market.Book;
        var isUp = book.LimitState == LimitState.BuyersPush;
        var edge = isUp ? book.BandHigh : book.BandLow;
        var price = (isUp ? book.BestAsk : book.BestBid) ?? edge;
        return (Instrument.ToPrice(price), Instrument.ToPrice(edge));
    }

    /// <summary>Whether the reference is far enough from the band's. It moves with trades, not with time alone.</summary>
    private bool IsBandDue(out long reference)
    {
        reference = 0;
        if (_keeper.State is not (BreakerState.Closed or BreakerState.HalfOpen)) return false;
        if (_reference.At(_market.Time) is not { } average) return false;
        reference = average;
        return _market.Book.BandReference is not { } known || Math.Abs(average - known) >= BandStep * Math.Abs(known);
    }

    private async Task SetBandAsync(long reference)
    {
        var share = ShareOf(Instrument.AssetClass);
        if (share == 0) return;
        var width = Math.Max(1, (long)(share * Math.Abs(reference)));
        await ExecuteAsync(new()
        {
            Kind = BookCommandKind.SetBand,
            Price = reference,
            BandLow = reference - width,
            BandHigh = reference + width,
        });
    }

    private decimal ShareOf(AssetClass assetClass) => assetClass switch
    {
        AssetClass.Equity => guards.Options.Bands.Equity,
        AssetClass.Options => guards.Options.Bands.Options,
        _ => guards.Options.Bands.Futures,
    };

    private async Task<BookReason> ExecuteAsync(BookCommand command)
    {
        ThrowIfNothingIsTaken();
        var record = _market.Execute(command with { Time = clock.GetMicroseconds() }, out var reason);
        if (record is not null) await Commit(null, record);
        return reason;
    }
}
