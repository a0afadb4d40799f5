using System.Collections.Immutable;

namespace TradingOps.Grains.Instruments;

/// <summary>The instruments that the desk trades.</summary>
[Alias("tradingops.IInstrumentCatalogueGrain")]
public interface IInstrumentCatalogueGrain : IGrainWithStringKey
{
    /// <summary>The instrument of a symbol, or null.</summary>
    [Alias("Find")]
    Task<InstrumentView?> Find(string symbol);

    /// <summary>All instruments.</summary>
    [Alias("List")]
    Task<ImmutableArray<InstrumentView>> List();
}
