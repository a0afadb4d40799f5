using System.Collections.Immutable;
using Orleans.Concurrency;

namespace TradingOps.Grains.Instruments;

/// <summary>The instruments that the desk trades.</summary>
[Alias("tradingops.IInstrumentCatalogueGrain")]
public interface IInstrumentCatalogueGrain : IGrainWithStringKey
{
    /// <summary>The instrument of a symbol, or null. An option may go by its symbol padded with spaces.</summary>
    [Alias("Find")]
    Task<InstrumentView?> Find(string symbol);

    /// <summary>The known symbols that are like an unknown one, nearest first.</summary>
    [Alias("FindNearest")]
    Task<ImmutableArray<string>> FindNearest(string symbol);

    /// <summary>All instruments, by symbol.</summary>
    [Alias("List")]
    Task<ImmutableArray<InstrumentView>> List();

    /// <summary>
    /// Takes an instrument into the catalogue or changes it. Answered when that is stored and every silo that listens knows it.
    /// </summary>
    [Alias("Put")]
    Task<PutInstrumentResult> Put(InstrumentView instrument, string who);

    /// <summary>
    /// Subscribes, or renews a subscription, which lasts half a minute; answers what changed after <paramref name="version"/>.
    /// </summary>
    [Alias("Watch")]
    [AlwaysInterleave]
    Task<CatalogueChanges> Watch(ICatalogueObserver observer, long version);
}
