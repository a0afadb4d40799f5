namespace TradingOps.Silo.Storage.Embedded;

internal static partial class Log
{
    [LoggerMessage(2101, LogLevel.Warning,
        "Journal: cut {Bytes} bytes of a torn write from {File} at offset {Offset}; nothing in them was acknowledged")]
    public static partial void TornTailCut(ILogger logger, long bytes, string file, long offset);

    [LoggerMessage(
        2102, LogLevel.Information, "Journal: {Records} records in {Segments} segments read from {Folder} in {Milliseconds} ms")]
    public static partial void JournalOpened(ILogger logger, long records, int segments, string folder, long milliseconds);

    [LoggerMessage(2103, LogLevel.Error, "Journal: a write of {Records} records failed; they are not stored")]
    public static partial void WriteFailed(ILogger logger, int records, Exception exception);

    [LoggerMessage(
        2104, LogLevel.Error, "Journal: the rest of a failed write could not be cut off yet; no record is taken until it is")]
    public static partial void CutFailed(ILogger logger, Exception exception);

    [LoggerMessage(2105, LogLevel.Warning, "Snapshot {File} is damaged; the journal is replayed instead")]
    public static partial void SnapshotIgnored(ILogger logger, string file);

    [LoggerMessage(2106, LogLevel.Error,
        "Index: old orders cannot be moved to {Folder} and stay in memory; nothing is lost, tried again every {TryAgainAfter}")]
    public static partial void ScratchFailed(ILogger logger, string folder, TimeSpan tryAgainAfter, Exception exception);

    [LoggerMessage(2107, LogLevel.Information, "Index: old orders move to {Folder} again")]
    public static partial void ScratchWorksAgain(ILogger logger, string folder);
}
