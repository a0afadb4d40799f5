using Microsoft.Extensions.Logging.Abstractions;
using TradingOps.Silo.Storage.Embedded.Archive;
using TradingOps.Silo.Storage.Embedded.Backups;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>
/// Shortens the journal of a folder that no silo uses: to a point of a backup that is restored, or to what is left after a loss
/// that was accepted. The caller writes the new end down.
/// </summary>
/// <param name="folder">The folder.</param>
/// <param name="archive">What it has archived.</param>
internal sealed class JournalCut(DataFolder folder, SegmentArchive archive)
{
    private readonly Dictionary<string, long> _lastSequences = new(StringComparer.Ordinal);

    /// <summary>
    /// Cuts off the first batch that has a record behind the point, and all behind it, and removes the snapshots that are ahead
    /// of what is left. Returns the new end.
    /// </summary>
    /// <param name="scan">Reads the segments.</param>
    /// <param name="point">Up to where.</param>
    public JournalEnd Cut(SegmentScan scan, RestorePoint point)
    {
        var end = FindEnd(scan, point);
        archive.TakeBack(Math.Max(end.Segment, 1), end.Store);
        foreach (var path in Segment.List(folder.Segments).Where(p => Segment.NumberOf(p) >= end.Segment))
        {
            using var segment = Segment.Open(path, isWritten: true);
            if (segment.Number == end.Segment) segment.CutTo(end.Length);
            else File.Delete(path);
        }
        SyncedFile.SyncFolder(folder.Segments);
        var snapshots = new SnapshotFolder(folder, end.Store, NullLogger.Instance);
        foreach (var (file, stream, snapshot) in snapshots.List().ToArray())
            if (SnapshotCheck.FindLost(stream, snapshot, s => _lastSequences.GetValueOrDefault(s)) is not null)
                File.Delete(file);
        SyncedFile.SyncFolder(folder.Snapshots);
        return end;
    }

    private JournalEnd FindEnd(SegmentScan scan, RestorePoint point)
    {
        var segments = archive.OpenSegments(isWritten: false, Disk.Real);
        var batch = new Dictionary<string, long>(StringComparer.Ordinal);
        var (number, end) = (0L, scan.End);
        foreach (var segment in segments)
        {
            foreach (var (_, frame) in scan.Read(segment, isLast: segment == segments[^1]))
            {
                if (frame.Batch != number)
                {
                    // What was read before is a whole batch.
                    foreach (var (stream, sequence) in batch) _lastSequences[stream] = sequence;
                    batch.Clear();
                    (number, end) = (frame.Batch, scan.End);
                }
                if (!point.Has(frame)) return end;
                batch[frame.Stream] = frame.Sequence;
            }
        }
        foreach (var (stream, sequence) in batch) _lastSequences[stream] = sequence;
        return scan.End;
    }
}
