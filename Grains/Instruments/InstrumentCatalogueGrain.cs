using System.Collections.Immutable;
using TradingOps.Engine.Instruments;

namespace TradingOps.Grains.Instruments;

/// <summary>Tells what the desk trades.</summary>
public sealed class InstrumentCatalogueGrain(InstrumentCatalogue catalogue) : Grain, IInstrumentCatalogueGrain
{
    /// <inheritdoc/>
    public Task<InstrumentView?> Find(string symbol) =>
        Task.FromResult(catalogue.TryGet(symbol, out var instrument) ? ToView(instrument) : null);

    /// <inheritdoc/>
    public Task<ImmutableArray<InstrumentView>> List() => Task.FromResult(catalogue.All.Select(ToView).ToImmutableArray());

    private static InstrumentView ToView(Instrument i) => new()
    {
        Symbol = i.Symbol,
        AssetClass = i.AssetClass,
        Currency = i.Currency,
        TickSize = i.TickSize,
        LotSize = i.LotSize,
        Multiplier = i.Multiplier,
        MinQuantity = i.MinQuantity,
        MaxQuantity = i.MaxQuantity,
        Expiry = i.Expiry,
    };
}
