namespace TradingOps.Silo.Storage.Embedded;

internal static partial class Log
{
    [LoggerMessage(2101, LogLevel.Warning,
        "Journal: cut {Bytes} bytes of a torn write from {File} at offset {Offset}; nothing in them was acknowledged")]
    public static partial void TornTailCut(ILogger logger, long bytes, string file, long offset);

    [LoggerMessage(
        2102, LogLevel.Information, "Journal: read {Records} records in {Segments} segments from {Folder} in {Milliseconds} ms")]
    public static partial void JournalOpened(ILogger logger, long records, int segments, string folder, long milliseconds);

    [LoggerMessage(2103, LogLevel.Error, "Journal: could not write {Records} records; none of them is stored")]
    public static partial void WriteFailed(ILogger logger, int records, Exception exception);

    [LoggerMessage(
        2104, LogLevel.Error, "Journal: could not remove the rest of a failed write; refusing records until it is removed")]
    public static partial void CutFailed(ILogger logger, Exception exception);

    [LoggerMessage(2105, LogLevel.Warning, "Snapshot {File} is damaged; replaying the journal instead")]
    public static partial void SnapshotIgnored(ILogger logger, string file);

    [LoggerMessage(2106, LogLevel.Error,
        "Index: could not move closed orders to {Folder}; they stay in memory, nothing is lost; retrying every {TryAgainAfter}")]
    public static partial void ScratchFailed(ILogger logger, string folder, TimeSpan tryAgainAfter, Exception exception);

    [LoggerMessage(2107, LogLevel.Information, "Index: moving closed orders to {Folder} again")]
    public static partial void ScratchWorksAgain(ILogger logger, string folder);

    [LoggerMessage(2108, LogLevel.Warning,
        "Journal: could not sync {File}; after a loss of power, a start may not notice that the last records are missing")]
    public static partial void EndNotSynced(ILogger logger, string file, Exception exception);

    [LoggerMessage(2109, LogLevel.Critical,
        "Journal: the disk of {File} has failed; the outcome of {Records} records is unknown, and nothing more is written")]
    public static partial void DiskFailed(ILogger logger, string file, int records, Exception exception);

    [LoggerMessage(2113, LogLevel.Warning,
        "Index: {File} cannot be used: {Reason}; reading the whole journal instead, and writing a new checkpoint")]
    public static partial void CheckpointIgnored(ILogger logger, string file, string reason);

    [LoggerMessage(2110, LogLevel.Warning,
        "Index: {File} is missing; reading the whole journal instead, and writing a new checkpoint")]
    public static partial void CheckpointMissing(ILogger logger, string file);

    [LoggerMessage(2111, LogLevel.Warning,
        "Index: could not write {File}; nothing is lost, but the next start reads more of the journal")]
    public static partial void CheckpointNotWritten(ILogger logger, string file, Exception? exception);

    [LoggerMessage(
        2121, LogLevel.Information, "Journal: archived {File} as {Archived}; {Bytes} bytes became {ArchivedBytes}")]
    public static partial void SegmentArchived(ILogger logger, string file, string archived, long bytes, long archivedBytes);

    [LoggerMessage(2122, LogLevel.Error,
        "Journal: could not archive the oldest segment; it stays in the data folder; trying again after {TryAgainAfter}, "
        + "then less often")]
    public static partial void SegmentNotArchived(ILogger logger, TimeSpan tryAgainAfter, Exception exception);

    [LoggerMessage(2123, LogLevel.Warning, "Journal: {Missing}; records in them cannot be read until they are put back")]
    public static partial void ArchiveMissing(ILogger logger, string missing);

    [LoggerMessage(2112, LogLevel.Information, "Index: restored up to batch {Batch} from {File} in {Milliseconds} ms")]
    public static partial void CheckpointRestored(ILogger logger, long batch, string file, long milliseconds);
}
