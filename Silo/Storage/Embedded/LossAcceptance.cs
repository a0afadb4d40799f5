using TradingOps.Silo.Storage.Embedded.Backups;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>
/// What a person does when acknowledged records are gone and no backup has them: names the last batch that is left, and the
/// store goes on from there. What was acknowledged after it is lost.
/// </summary>
internal static class LossAcceptance
{
    /// <summary>
    /// Makes <paramref name="batch"/> the end of the journal, and returns the old end and the new one.
    /// <see cref="DataFolderException"/> if that batch is not the last one left; then nothing was changed.
    /// </summary>
    /// <param name="path">The data folder.</param>
    /// <param name="batch">The last batch that is left; null to be shown it.</param>
    public static (JournalEnd Acknowledged, JournalEnd Left) Accept(string path, long? batch)
    {
        using var folder = DataFolder.Open(path);
        var acknowledged = JournalEndFile.Read(folder.JournalEnd)
            ?? throw new DataFolderException($"{folder.JournalEnd} is missing: it is not known what was acknowledged");
        var left = FindLeft(folder, acknowledged.Store);
        if (left.Covers(acknowledged.Segment, acknowledged.Length))
            throw new DataFolderException($"no acknowledged record is missing in {folder.Path}");
        if (batch != left.Batch)
            throw new DataFolderException($"batches {left.Batch + 1} to {acknowledged.Batch} are lost in {folder.Path}; --batch "
                + $"{left.Batch} accepts that; nothing was changed");
        new JournalCut(folder).Cut(Lenient(acknowledged.Store), RestorePoint.End with { Batch = left.Batch });
        SyncedFile.Replace(folder.JournalEnd, JournalEndFile.Encode(left));
        return (acknowledged, left);
    }

    /// <summary>Takes every sound batch, whatever was acknowledged.</summary>
    private static SegmentScan Lenient(Guid store) => new(store, new JournalEnd(store, 0, 0, 0, 0));

    private static JournalEnd FindLeft(DataFolder folder, Guid store)
    {
        var scan = Lenient(store);
        var paths = Segment.List(folder.Segments);
        foreach (var path in paths)
        {
            using var segment = Segment.Open(path, isWritten: false);
            foreach (var _ in scan.Read(segment, isLast: path == paths[^1]))
            {
            }
        }
        return scan.End;
    }
}
