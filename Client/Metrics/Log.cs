namespace TradingOps.Client.Metrics;

internal static partial class Log
{
    [LoggerMessage(3501, LogLevel.Warning, "{Method} {Route} was answered {Status} after {Milliseconds} ms")]
    public static partial void RequestFailed(ILogger logger, string method, string route, int status, double milliseconds);

    [LoggerMessage(3502, LogLevel.Debug, "{Method} {Route} was answered {Status} after {Milliseconds} ms")]
    public static partial void RequestAnswered(ILogger logger, string method, string route, int status, double milliseconds);
}
