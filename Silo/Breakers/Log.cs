namespace TradingOps.Silo.Breakers;

internal static partial class Log
{
    [LoggerMessage(2301, LogLevel.Warning, "The firm's breaker did not answer; orders are refused when its lease ends")]
    public static partial void BreakerSilent(ILogger logger, Exception exception);
}
