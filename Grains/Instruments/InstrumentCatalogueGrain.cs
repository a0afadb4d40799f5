using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Utilities;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Sessions;
using TradingOps.Grains.Journaling;

namespace TradingOps.Grains.Instruments;

/// <summary>
/// Tells what the desk trades, and changes it: a change is stored first, then every silo hears of it, and only then is whoever
/// asked answered.
/// </summary>
public sealed class InstrumentCatalogueGrain(
    IJournal journal, InstrumentCatalogue catalogue, TradingCalendar calendar, TimeProvider clock,
    ILogger<InstrumentCatalogueGrain> logger)
    : TradingGrain, IInstrumentCatalogueGrain
{
    private static readonly TimeSpan WatchLasts = TimeSpan.FromSeconds(30);

    private readonly ObserverManager<ICatalogueObserver> _observers = new(WatchLasts, logger);
    private readonly List<byte[]> _changes = [];
    private IJournalStream _stream = null!;

    /// <inheritdoc/>
    protected override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            _stream = await journal.OpenAsync(JournalStreams.Catalogue, cancellationToken);
            await foreach (var record in journal.ReadAsync(_stream.Name, 1, cancellationToken)) Take(record.Payload.ToArray());
        }
        catch (JournalException e)
        {
            throw new TradingUnavailableException(
                TradingUnavailableException.JournalUnavailable, $"the catalogue cannot be read: {e.Message}");
        }
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
        if (InstrumentRules.FindWrong(next) is { } wrong) return new(null, false, "invalid_instrument", wrong);
        var isKnown = catalogue.TryGet(next.Symbol, out var before);
        if (isKnown && InstrumentRules.ChangesSettlement(before!, next))
            return new(
                null, false, "instrument_settled",
                    $"{next.Symbol} is settled at {before!.SettlementPrice}: that stands for good");
        if (isKnown && InstrumentRules.ChangesUnits(before!, next) && !await GrainFactory.GetOrderBook(next.Symbol).TryHold())
            return new(
                null, false, "instrument_in_use",
                $"{next.Symbol} has had orders: its class, currency, tick, lot and multiplier stay as they are");
        if (before != next) await StoreAsync(next, who);
        // Its market follows before whoever asked is answered; if it cannot be had, the same change sent again asks it again.
        await GrainFactory.GetOrderBook(next.Symbol).Wake();
        return new(ToView(next), !isKnown);
    }

    /// <inheritdoc/>
    public Task<CatalogueChanges> Watch(ICatalogueObserver observer, long version)
    {
        _observers.Subscribe(observer, observer);
        return Task.FromResult(new CatalogueChanges([.. _changes.Skip((int)version)]));
    }

    private async Task StoreAsync(Instrument next, string who)
    {
        var change = InstrumentJson.Encode(new(_changes.Count + 1, clock.GetMicroseconds(), who, next));
        try
        {
            await _stream.AppendAsync(_changes.Count + 1, change);
        }
        catch (JournalException e)
        {
            // What is stored is not known: the next activation reads it.
            DeactivateOnIdle();
            throw new TradingUnavailableException(
                TradingUnavailableException.JournalUnavailable, $"the outcome is not known: {e.Message}");
        }
        Take(change);
        Log.InstrumentChanged(logger, next.Symbol, next.Status, who);
        await _observers.Notify(observer => observer.Changed(new([change])));
    }

    private void Take(byte[] change)
    {
        _changes.Add(change);
        catalogue.Apply(InstrumentJson.Decode(change));
    }

    // Closed for the night is not what somebody decided: it is not shown, lest it be put back.
    private InstrumentView ToView(Instrument instrument) => InstrumentView.Of(
        instrument, calendar.StatusAt(instrument, clock.GetMicroseconds()) == InstrumentStatus.Expired
            ? InstrumentStatus.Expired
            : instrument.Status);
}
