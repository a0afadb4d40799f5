using Microsoft.Extensions.Logging;

namespace TradingOps.Grains.Journaling;

internal static partial class Log
{
    [LoggerMessage(
        1011, LogLevel.Error, "Stream {Stream} failed to append up to record {Sequence}; its grain restarts from the journal")]
    public static partial void StreamFaulted(ILogger logger, string stream, long sequence, Exception exception);

    [LoggerMessage(
        1012, LogLevel.Warning, "Could not save a snapshot of {Stream} at record {Sequence}; the next start takes longer")]
    public static partial void SnapshotNotSaved(ILogger logger, string stream, long sequence, Exception exception);

    [LoggerMessage(1014, LogLevel.Debug, "Could not compare stream {Stream} with its activation; retrying")]
    public static partial void StreamNotCompared(ILogger logger, string stream, Exception exception);

    [LoggerMessage(1013, LogLevel.Warning, "Ignored an invalid snapshot of {Stream}; replaying the whole stream instead")]
    public static partial void SnapshotIgnored(ILogger logger, string stream, Exception exception);
}
