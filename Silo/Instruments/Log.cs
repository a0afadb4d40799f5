namespace TradingOps.Silo.Instruments;

internal static partial class Log
{
    [LoggerMessage(2801, LogLevel.Warning, "The catalogue does not answer; this silo goes on with what it knows")]
    public static partial void CatalogueSilent(ILogger logger, Exception exception);
}
