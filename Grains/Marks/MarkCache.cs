using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using TradingOps.Engine.Risk;

namespace TradingOps.Grains.Marks;

/// <summary>
/// The latest durable prices of the markets that this silo knows. A market on this silo publishes its prices; those of a market
/// elsewhere are read again when they are older than a second. Changes of a value are numbered, so that readers can follow.
/// Thread-safe; one per silo.
/// </summary>
public sealed class MarkCache(TimeProvider clock, IOptions<MarkOptions> options)
{
    /// <summary>Prices older than this are asked for again.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(1);

    /// <summary>Prices older than this count as stale: their market was asked several times and did not answer.</summary>
    public static readonly TimeSpan OldAfter = TimeSpan.FromSeconds(10);

    /// <summary>Changes that are remembered; a power of two.</summary>
    private const int MaxChanges = 1 << 14;

    private readonly ConcurrentDictionary<string, Word> _marks = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly string[] _changed = new string[MaxChanges];
    private readonly long _maxAge = (long)options.Value.MaxAge.TotalMicroseconds;
    private long _version;

    /// <summary>The prices of a market; empty if it was not heard of.</summary>
    public Mark this[string symbol]
    {
        get
        {
            if (!_marks.TryGetValue(symbol, out var word)) return new() { IsOld = true };
            var age = clock.GetElapsedTime(word.HeardAt);
            var isOld = age > OldAfter || (word.Mark.TradedAt is { } at && clock.GetMicroseconds() - at > _maxAge);
            return word.Mark with { Age = age, IsOld = isOld };
        }
    }

    /// <summary>Whether a market was heard of within the last second.</summary>
    public bool IsFresh(string symbol) =>
        _marks.TryGetValue(symbol, out var word) && clock.GetElapsedTime(word.HeardAt) <= FreshFor;

    /// <summary>Takes a market's new prices.</summary>
    public void Publish(string symbol, in Mark mark)
    {
        lock (_gate)
        {
            var now = clock.GetTimestamp();
            var isKnown = _marks.TryGetValue(symbol, out var before);
            var next = mark.After(before.Mark);
            _marks[symbol] = new(next, now);
            // Long before it is old: a reader may see it as old between the clock and here.
            if (isKnown && next.ValuesAs(before.Mark) && clock.GetElapsedTime(before.HeardAt, now) <= FreshFor) return;
            _changed[_version % MaxChanges] = symbol;
            Volatile.Write(ref _version, _version + 1);
        }
    }

    /// <summary>
    /// Adds the symbols that are worth something else since a version, some perhaps twice, and takes the version to now. False if
    /// there were more than <paramref name="atMost"/>, or than are remembered: then any may be. That prices grew old is not among
    /// it.
    /// </summary>
    public bool TryFollow(ref long version, int atMost, ICollection<string> changed)
    {
        if (Volatile.Read(ref _version) == version) return true;
        lock (_gate)
        {
            var from = version;
            version = _version;
            if (version - from > Math.Min(atMost, MaxChanges)) return false;
            for (var i = from; i < version; i++) changed.Add(_changed[i % MaxChanges]);
            return true;
        }
    }

    private readonly record struct Word(Mark Mark, long HeardAt);
}
