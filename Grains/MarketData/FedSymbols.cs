using System.Collections.Frozen;

namespace TradingOps.Grains.MarketData;

/// <summary>
/// The symbols that a feed gives their prices, as this silo last heard of them. Their markets value nothing by prices of their
/// own: until the feed is heard of, those are stale. Thread-safe; one a silo.
/// </summary>
public sealed class FedSymbols
{
    private FrozenSet<string> _symbols = FrozenSet<string>.Empty;

    /// <summary>Whether a feed gives the prices of a symbol.</summary>
    public bool Contains(string symbol) => Volatile.Read(ref _symbols).Contains(symbol);

    /// <summary>Takes what the registry of feeds says.</summary>
    public void Take(IEnumerable<FeedEntry> feeds)
    {
        var symbols = feeds.Where(f => f.GivesPrices).SelectMany(f => f.Definition.Symbols).ToHashSet(StringComparer.Ordinal);
        if (!_symbols.SetEquals(symbols)) Volatile.Write(ref _symbols, symbols.ToFrozenSet(StringComparer.Ordinal));
    }
}
