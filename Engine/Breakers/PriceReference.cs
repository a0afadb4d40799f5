namespace TradingOps.Engine.Breakers;

/// <summary>
/// The average price of the trades of the last minutes, in tenths of that time: constant memory. Times are microseconds since the
/// Unix epoch, prices ticks.
/// </summary>
public sealed class PriceReference(TimeSpan window)
{
    private const int Parts = 10;

    private readonly long _part = BreakerRules.Microseconds(window) / Parts;
    private readonly Queue<(long Part, Int128 Sum, long Count)> _parts = [];
    private (long Part, Int128 Sum, long Count) _last;

    /// <summary>Takes a trade.</summary>
    public void Add(long price, long now)
    {
        var part = now / _part;
        if (part > _last.Part)
        {
            if (_last.Count > 0) _parts.Enqueue(_last);
            _last = (part, 0, 0);
        }
        _last = (_last.Part, _last.Sum + price, _last.Count + 1);
    }

    /// <summary>Forgets every trade, as when the market's time was set back: all of them lie ahead of it.</summary>
    public void Clear()
    {
        _parts.Clear();
        _last = default;
    }

    /// <summary>The average at a time, or null if there were no trades.</summary>
    public long? At(long now)
    {
        var from = now / _part - Parts;
        while (_parts.TryPeek(out var oldest) && oldest.Part <= from) _parts.Dequeue();
        var (sum, count) = _last.Part > from ? (_last.Sum, _last.Count) : (0, 0);
        foreach (var part in _parts) (sum, count) = (sum + part.Sum, count + part.Count);
        return count == 0 ? null : (long)(sum / count);
    }
}
