using System.Collections.Concurrent;
using TradingOps.Engine.Risk;

namespace TradingOps.Grains.Marks;

/// <summary>The latest durable prices of all markets that this silo has heard of. Thread-safe; one a silo.</summary>
public sealed class MarkBoard
{
    private readonly ConcurrentDictionary<string, Mark> _marks = new(StringComparer.Ordinal);

    /// <summary>The prices of a market; empty if it was not heard of.</summary>
    public Mark this[string symbol] => _marks.GetValueOrDefault(symbol);

    /// <summary>Whether a market was heard of.</summary>
    public bool Knows(string symbol) => _marks.ContainsKey(symbol);

    /// <summary>Takes a market's new prices.</summary>
    public void Publish(string symbol, in Mark mark) => _marks[symbol] = mark;
}
