using Prometheus;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>What the data folder takes of its disk, and how long its journal took to read.</summary>
internal static class StoreMetrics
{
    private static readonly Gauge Size =
        Metrics.CreateGauge("journal_size_bytes", "Bytes of the journal's segments in the data folder.");
    private static readonly Gauge Archived =
        Metrics.CreateGauge("journal_archived_segments", "Segments of the journal that are archived.");
    private static readonly Gauge ArchivedSize =
        Metrics.CreateGauge("journal_archived_size_bytes", "Bytes of the archived segments, packed.");
    private static readonly Counter ArchiveFailures =
        Metrics.CreateCounter("journal_archive_failures_total", "Tries to archive a segment that failed.");
    private static readonly Gauge Start =
        Metrics.CreateGauge("journal_start_duration_seconds", "How long reading the journal took at the start.");
    private static readonly Gauge Free =
        Metrics.CreateGauge("storage_free_bytes", "Bytes that are free on the disk of the data folder.");
    private static readonly Gauge Disk = Metrics.CreateGauge("storage_size_bytes", "Bytes of that disk.");

    /// <summary>Shows the figures of a journal from now on.</summary>
    public static void Publish(EmbeddedJournal journal)
    {
        Start.Set(journal.ReadIn.TotalSeconds);
        Metrics.DefaultRegistry.AddBeforeCollectCallback(() => Update(journal));
    }

    /// <summary>A segment could not be archived.</summary>
    public static void CountArchiveFailure() => ArchiveFailures.Inc();

    private static void Update(EmbeddedJournal journal)
    {
        var size = journal.Size;
        Size.Set(size.Bytes);
        Archived.Set(size.Archived);
        ArchivedSize.Set(size.ArchivedBytes);
        try
        {
            var drive = new DriveInfo(journal.Folder.Path);
            Free.Set(drive.AvailableFreeSpace);
            Disk.Set(drive.TotalSize);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A disk that is gone has no figure; the alerts on the journal say the rest.
            Free.Set(double.NaN);
        }
    }
}
