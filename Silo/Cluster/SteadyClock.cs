using System.Diagnostics;

namespace TradingOps.Silo.Cluster;

/// <summary>
/// UTC as it was when the silo started, plus the time that has passed since: it never goes back. Orleans schedules the collection
/// of idle grains by it. By the machine's clock, a step back would make every new activation fail until the old time is reached.
/// </summary>
internal sealed class SteadyClock : TimeProvider
{
    private readonly DateTimeOffset _startedAt = System.GetUtcNow();
    private readonly long _started = Stopwatch.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => _startedAt + Stopwatch.GetElapsedTime(_started);
}
