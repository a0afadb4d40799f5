using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Utilities;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Sessions;
using TradingOps.Grains.Journaling;

namespace TradingOps.Grains.Instruments;

/// <summary>
/// The catalogue of instruments. A change is stored, then sent to every silo, and only then answered.
/// </summary>
public sealed class InstrumentCatalogueGrain(
    IJournal journal, InstrumentCatalogue catalogue, TradingCalendar calendar, TimeProvider clock,
    ILogger<InstrumentCatalogueGrain> logger)
    : TradingGrain, IInstrumentCatalogueGrain
{
    private static readonly RecordCodec<InstrumentChange> Codec =
        new(InstrumentJson.Encode, bytes => InstrumentJson.Decode(bytes.Span));

    private static readonly TimeSpan WatchLasts = TimeSpan.FromSeconds(30);

    private readonly ObserverManager<ICatalogueObserver> _observers = new(WatchLasts, logger);
    private readonly List<InstrumentChange> _changes = [];
    private GrainLog<InstrumentChange> _log = null!;

    /// <inheritdoc/>
    protected override async Task StartAsync(CancellationToken cancellationToken)
    {
        _log = new(journal, JournalStreams.Catalogue, Codec, DeactivateOnIdle, logger);
        await _log.OpenAsync(restore: null, cancellationToken);
        await foreach (var change in _log.ReplayAsync(cancellationToken)) Apply(change);
        EndWhenSuperseded(_log.EndIfSupersededAsync);
    }

    /// <inheritdoc/>
    public Task<InstrumentView?> Find(string symbol)
    {
        symbol = OptionSymbol.WithoutPadding(symbol);
        return Task.FromResult(catalogue.TryGet(symbol, out var instrument) ? ToView(instrument) : null);
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<string>> FindNearest(string symbol) =>
        Task.FromResult(catalogue.FindNearest(symbol).ToImmutableArray());

    /// <inheritdoc/>
    public Task<ImmutableArray<InstrumentView>> List() => Task.FromResult(catalogue.All.Select(ToView).ToImmutableArray());

    /// <inheritdoc/>
    public async Task<PutInstrumentResult> Put(InstrumentView instrument, string who)
    {
        var next = instrument.ToInstrument();
        if (InstrumentRules.FindWrong(next) is { } wrong) return new(null, false, TradingError.InvalidInstrument, wrong);
        var isKnown = catalogue.TryGet(next.Symbol, out var before);
        if (isKnown && InstrumentRules.ChangesUnits(before!, next) && !await GrainFactory.GetOrderBook(next.Symbol).TryFreeze())
            return new(
                null, false, TradingError.InstrumentInUse,
                $"{next.Symbol} has had orders: its class, currency, tick, lot and multiplier stay as they are");
        if (before != next) await StoreAsync(next, who);
        // The market applies it before the request is answered; if the market does not answer, sending the change again wakes
        // it again.
        await GrainFactory.GetOrderBook(next.Symbol).Wake();
        return new(ToView(next), !isKnown);
    }

    /// <inheritdoc/>
    public Task<CatalogueChanges> Watch(ICatalogueObserver observer, long version)
    {
        _observers.Subscribe(observer, observer);
        return Task.FromResult(new CatalogueChanges([.. _changes.Skip((int)version).Select(Codec.Encode)]));
    }

    private async Task StoreAsync(Instrument next, string who)
    {
        var change = new InstrumentChange(_log.Sequence + 1, clock.GetMicroseconds(), who, next);
        // Applied after the write.
        await _log.AppendAsync(change, Apply);
        Log.InstrumentChanged(logger, next.Symbol, next.Status, who);
        await _observers.Notify(observer => observer.Changed(new([Codec.Encode(change)])));
    }

    private void Apply(InstrumentChange change)
    {
        _changes.Add(change);
        catalogue.Apply(change);
    }

    // Closed outside trading hours is not a setting: it is not shown, so that no client writes it back as one.
    private InstrumentView ToView(Instrument instrument) => InstrumentView.Of(
        instrument, calendar.StatusAt(instrument, clock.GetMicroseconds()) == InstrumentStatus.Expired
            ? InstrumentStatus.Expired
            : instrument.Status);
}
