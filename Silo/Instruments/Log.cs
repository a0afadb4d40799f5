namespace TradingOps.Silo.Instruments;

internal static partial class Log
{
    [LoggerMessage(2801, LogLevel.Warning, "The catalogue did not answer; this silo keeps the instruments that it has")]
    public static partial void CatalogueSilent(ILogger logger, Exception exception);
}
