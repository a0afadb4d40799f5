using Prometheus;

namespace TradingOps.Grains.MarketData;

/// <summary>The series of market data. Thread-safe; one a silo.</summary>
public sealed class MarketDataMetrics
{
    /// <summary>A longer time lies between a recording and its replay, and says nothing about a feed.</summary>
    private static readonly TimeSpan MaxLatency = TimeSpan.FromHours(1);

    private readonly Counter _ticks = Metrics.CreateCounter(
        "price_ticks_total", "Trades and quotes that became prices.");

    private readonly Histogram _latency = Metrics.CreateHistogram(
        "price_tick_latency_seconds", "From the time of the exchange to a durable price.",
        new HistogramConfiguration { Buckets = [.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2, 5, 10] });

    /// <summary>Counts ticks that have become prices.</summary>
    /// <param name="count">How many.</param>
    /// <param name="latency">From the last one's own time until now.</param>
    public void Count(int count, TimeSpan latency)
    {
        _ticks.Inc(count);
        if (latency >= TimeSpan.Zero && latency <= MaxLatency) _latency.Observe(latency.TotalSeconds, count);
    }
}
