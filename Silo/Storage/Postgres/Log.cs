namespace TradingOps.Silo.Storage.Postgres;

internal static partial class Log
{
    [LoggerMessage(2501, LogLevel.Error, "Journal: whether a write of {Records} records was committed is not known")]
    public static partial void WriteFailed(ILogger logger, int records, Exception exception);

    [LoggerMessage(2502, LogLevel.Error, "Journal: {Stream} record {Sequence} cannot be made rows")]
    public static partial void RecordUnreadable(ILogger logger, string stream, long sequence, Exception exception);

    [LoggerMessage(2503, LogLevel.Warning, "Journal: the database rolled back a write of {Records} records, which is sent again")]
    public static partial void RolledBack(ILogger logger, int records, Exception exception);
}
