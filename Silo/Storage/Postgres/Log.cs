namespace TradingOps.Silo.Storage.Postgres;

internal static partial class Log
{
    [LoggerMessage(2501, LogLevel.Error, "Journal: the outcome of a write of {Records} records is unknown")]
    public static partial void WriteFailed(ILogger logger, int records, Exception exception);

    [LoggerMessage(2502, LogLevel.Error, "Journal: could not map record {Sequence} of {Stream} to table rows")]
    public static partial void RecordUnreadable(ILogger logger, string stream, long sequence, Exception exception);

    [LoggerMessage(2503, LogLevel.Warning, "Journal: the database rolled back a write of {Records} records; retrying")]
    public static partial void RolledBack(ILogger logger, int records, Exception exception);

    [LoggerMessage(2504, LogLevel.Critical,
        "Journal: acknowledged records are gone from the database (loss {Loss}); the silo ends")]
    public static partial void RecordsLost(ILogger logger, long loss);

    [LoggerMessage(2505, LogLevel.Warning, "Database: {Risk}")]
    public static partial void NotDurable(ILogger logger, string risk);

    [LoggerMessage(2506, LogLevel.Information,
        "Database: no synchronous standby; a failover to a standby can lose acknowledged records")]
    public static partial void NoStandby(ILogger logger);

    [LoggerMessage(2507, LogLevel.Information, "Database: synchronous standbys {Standbys}")]
    public static partial void Standbys(ILogger logger, string standbys);

    [LoggerMessage(2508, LogLevel.Error,
        "Journal: the database refused record {Sequence} of {Stream}, because the record before it is not there")]
    public static partial void GapFound(ILogger logger, string stream, long sequence, Exception exception);
}
