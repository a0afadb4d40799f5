using TradingOps.Grains.Journaling;
using TradingOps.Silo.Storage.Embedded.Archive;
using TradingOps.Silo.Storage.Embedded.Backups;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>
/// What a person does when acknowledged records are gone and no backup has them: names the last batch that is left, and the
/// store goes on from there. What was acknowledged after it is lost.
/// </summary>
internal static class LossAcceptance
{
    /// <summary>
    /// Makes <paramref name="batch"/> the end of the journal, and returns what is lost, as text, and the new end.
    /// <see cref="DataFolderException"/> if that batch is not the last one left; then nothing was changed.
    /// </summary>
    /// <param name="path">The data folder.</param>
    /// <param name="batch">The last batch that is left; null to be shown it.</param>
    /// <param name="archived">The folder of the archived segments; null if none is configured.</param>
    public static (string Lost, JournalEnd Left) Accept(string path, long? batch, string? archived = null)
    {
        using var folder = DataFolder.Open(path);
        try
        {
            return Accept(folder, batch, archived);
        }
        catch (JournalException e)
        {
            throw new DataFolderException(e.Message, e);
        }
    }

    private static (string Lost, JournalEnd Left) Accept(DataFolder folder, long? batch, string? archived)
    {
        var acknowledged = JournalEndFile.Read(folder.JournalEnd)
            ?? throw new DataFolderException($"{folder.JournalEnd} is missing: it is not known what was acknowledged");
        var archive = SegmentArchive.Open(folder.Path, archived, acknowledged.Store);
        var (left, missing) = FindLeft(archive, acknowledged.Store);
        if (left.Covers(acknowledged.Segment, acknowledged.Length))
            throw new DataFolderException($"no acknowledged record is missing in {folder.Path}");
        var lost = Describe(left.Batch, missing, acknowledged.Batch);
        if (batch != left.Batch)
            throw new DataFolderException(
                $"{lost} lost in {folder.Path}; --batch {left.Batch} accepts that; nothing was changed");
        new JournalCut(folder, archive).Cut(Lenient(acknowledged.Store), RestorePoint.End with { Batch = left.Batch });
        SyncedFile.Replace(folder.JournalEnd, JournalEndFile.Encode(left));
        return (lost, left);
    }

    /// <summary>Takes every sound batch, whatever was acknowledged.</summary>
    private static SegmentScan Lenient(Guid store) => new(store, new JournalEnd(store, 0, 0, 0, 0));

    private static string Describe(long left, int missing, long acknowledged)
    {
        string?[] lost =
        [
            missing switch
            {
                0 => null,
                1 => $"the last record of batch {left} is",
                _ => $"the last {missing} records of batch {left} are",
            },
            (acknowledged - left) switch
            {
                0 => null,
                1 => $"batch {acknowledged} is",
                _ => $"batches {left + 1} to {acknowledged} are",
            },
        ];
        return lost.Any(l => l is not null) ? string.Join(" lost, and ", lost.Where(l => l is not null)) : "no record is";
    }

    private static (JournalEnd End, int Missing) FindLeft(SegmentArchive archive, Guid store)
    {
        var scan = Lenient(store);
        var segments = archive.OpenSegments(isWritten: false, Disk.Real);
        if (archive.DescribeMissing(segments) is { } gone) throw new DataFolderException($"{gone}; put the files back first");
        foreach (var segment in segments)
        {
            foreach (var _ in scan.Read(segment, isLast: segment == segments[^1]))
            {
            }
        }
        return (scan.End, scan.Following);
    }
}
