namespace TradingOps.Silo.Storage.Postgres;

internal static partial class Log
{
    [LoggerMessage(2501, LogLevel.Error, "Journal: the outcome of a write of {Records} records is unknown")]
    public static partial void WriteFailed(ILogger logger, int records, Exception exception);

    [LoggerMessage(2502, LogLevel.Error, "Journal: could not map record {Sequence} of {Stream} to table rows")]
    public static partial void RecordUnreadable(ILogger logger, string stream, long sequence, Exception exception);

    [LoggerMessage(2503, LogLevel.Warning, "Journal: the database rolled back a write of {Records} records; retrying")]
    public static partial void RolledBack(ILogger logger, int records, Exception exception);
}
