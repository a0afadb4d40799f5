namespace TradingOps.Silo.Recovery;

internal static partial class Log
{
    [LoggerMessage(2201, LogLevel.Warning, "Could not activate market {Symbol}; its next caller does")]
    public static partial void WakeFailed(ILogger logger, string symbol, Exception exception);

    [LoggerMessage(2202, LogLevel.Warning, "Could not list the markets in the journal; retrying")]
    public static partial void ListFailed(ILogger logger, Exception exception);
}
