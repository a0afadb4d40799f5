using System.Collections.Concurrent;
using TradingOps.Engine.Risk;

namespace TradingOps.Grains.Marks;

/// <summary>
/// The latest durable prices of the markets that this silo has heard of. A market on this silo tells by itself; one elsewhere is
/// asked again when its word is older than a second. Thread-safe; one a silo.
/// </summary>
public sealed class MarkBoard(TimeProvider clock)
{
    /// <summary>Prices older than this are asked for again.</summary>
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(1);

    /// <summary>Prices older than this count as stale: their market was asked several times and did not answer.</summary>
    private static readonly TimeSpan OldAfter = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, Word> _marks = new(StringComparer.Ordinal);

    /// <summary>The prices of a market; empty if it was not heard of.</summary>
    public Mark this[string symbol]
    {
        get
        {
            if (!_marks.TryGetValue(symbol, out var word)) return new() { IsOld = true };
            var age = clock.GetElapsedTime(word.HeardAt);
            return word.Mark with { Age = age, IsOld = age > OldAfter };
        }
    }

    /// <summary>Whether a market was heard of within the last second.</summary>
    public bool IsFresh(string symbol) =>
        _marks.TryGetValue(symbol, out var word) && clock.GetElapsedTime(word.HeardAt) <= FreshFor;

    /// <summary>Takes a market's new prices.</summary>
    public void Publish(string symbol, in Mark mark)
    {
        var before = _marks.TryGetValue(symbol, out var word) ? word.Mark : default;
        _marks[symbol] = new(mark.After(before), clock.GetTimestamp());
    }

    private readonly record struct Word(Mark Mark, long HeardAt);
}
