using Prometheus;

namespace TradingOps.Silo.Storage.Postgres;

/// <summary>Times what the silo asks of its database.</summary>
internal static class DatabaseMetrics
{
    public const string JournalAppend = "journal_append";
    public const string JournalRead = "journal_read";
    public const string SnapshotRead = "snapshot_read";
    public const string SnapshotWrite = "snapshot_write";
    public const string OrderQuery = "order_query";
    public const string Incidents = "incidents";
    public const string Losses = "losses";
    public const string Health = "health";

    private static readonly Histogram Duration = CreateDuration();

    /// <summary>Times until disposed of.</summary>
    public static IDisposable Time(string operation) => Duration.WithLabels(operation).NewTimer();

    private static Histogram CreateDuration()
    {
        var duration = Metrics.CreateHistogram(
            "db_operation_duration_seconds", "From asking for a connection to the last row.", ["operation"],
            new HistogramConfiguration { Buckets = [.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5] });
        foreach (var operation in
            new[] { JournalAppend, JournalRead, SnapshotRead, SnapshotWrite, OrderQuery, Incidents, Losses, Health })
            duration.WithLabels(operation);
        return duration;
    }
}
