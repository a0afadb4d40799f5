namespace TradingOps.Silo.Recovery;

internal static partial class Log
{
    [LoggerMessage(2201, LogLevel.Warning, "Market {Symbol} could not be woken; its next caller wakes it")]
    public static partial void WakeFailed(ILogger logger, string symbol, Exception exception);

    [LoggerMessage(2202, LogLevel.Warning, "The journal's markets could not be listed; they are asked for again")]
    public static partial void ListFailed(ILogger logger, Exception exception);
}
