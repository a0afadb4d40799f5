namespace TradingOps.Engine.Breakers;

/// <summary>
/// Counts what happened within the last stretch of time, exactly. It remembers only as many as that stretch holds, and nothing
/// that lies further ahead than that: there the clock was set back. Times are microseconds since the Unix epoch.
/// </summary>
internal sealed class SlidingCount(TimeSpan window)
{
    private readonly long _window = BreakerRules.Microseconds(window);
    private readonly Queue<long> _times = [];

    /// <summary>Counts one more at a time.</summary>
    public void Add(long now) => _times.Enqueue(now);

    /// <summary>Number of those less than the window before a time.</summary>
    public int CountAt(long now)
    {
        while (_times.TryPeek(out var oldest) && (oldest <= now - _window || oldest > now + _window)) _times.Dequeue();
        return _times.Count;
    }

    /// <summary>Starts from zero.</summary>
    public void Clear() => _times.Clear();
}
