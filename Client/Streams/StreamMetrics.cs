using Prometheus;

namespace TradingOps.Client.Streams;

/// <summary>Who reads streams. One a process.</summary>
internal sealed class StreamMetrics
{
    private readonly Gauge _subscribers = Prometheus.Metrics.CreateGauge("stream_subscribers", "Open streams.");

    private readonly Counter _slow =
        Prometheus.Metrics.CreateCounter("stream_slow_readers_total", "Streams cut off because their readers were too slow.");

    private int _open;

    /// <summary>Counts a stream in, unless there are as many as allowed.</summary>
    public bool TryOpen(int max)
    {
        var open = Interlocked.Increment(ref _open);
        if (open > max)
        {
            Interlocked.Decrement(ref _open);
            return false;
        }
        _subscribers.Inc();
        return true;
    }

    /// <summary>Counts a stream out.</summary>
    public void Closed()
    {
        Interlocked.Decrement(ref _open);
        _subscribers.Dec();
    }

    /// <summary>A reader was cut off.</summary>
    public void CutOff() => _slow.Inc();
}
