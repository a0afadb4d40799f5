using System.Diagnostics;
using Prometheus;

namespace TradingOps.Silo.Storage;

/// <summary>What a journal counts.</summary>
public sealed class JournalMetrics
{
    private static readonly double[] DurationBuckets =
        [.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 5];
    private static readonly double[] BatchBuckets = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 4096, 16384, 65536];

    private readonly Histogram.Child _duration;
    private readonly Histogram.Child _batch;
    private readonly Counter.Child _records;
    private readonly Counter _conflicts = Metrics.CreateCounter("journal_conflicts_total", "Superseded activations fenced.");

    /// <summary>Creates the series of a provider at zero.</summary>
    public JournalMetrics(string provider)
    {
        _duration = Metrics.CreateHistogram("journal_append_duration_seconds", "From an append to its durability.", ["provider"],
            new HistogramConfiguration { Buckets = DurationBuckets }).WithLabels(provider);
        _batch = Metrics.CreateHistogram("journal_batch_records", "Records a write.", ["provider"],
            new HistogramConfiguration { Buckets = BatchBuckets }).WithLabels(provider);
        _records = Metrics.CreateCounter("journal_records_total", "Records written.", ["provider"]).WithLabels(provider);
    }

    /// <summary>Whether appends are counted.</summary>
    public bool IsOn { get; init; } = true;

    /// <summary>A batch became durable.</summary>
    internal void Observe(IReadOnlyCollection<PendingAppend> batch)
    {
        if (!IsOn) return;
        _batch.Observe(batch.Count);
        _records.Inc(batch.Count);
        var now = Stopwatch.GetTimestamp();
        foreach (var append in batch) _duration.Observe(Stopwatch.GetElapsedTime(append.AskedAt, now).TotalSeconds);
    }

    /// <summary>An append was refused, because another activation had taken its place.</summary>
    public void ObserveConflict() => _conflicts.Inc();
}
