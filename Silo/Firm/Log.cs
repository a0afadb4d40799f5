namespace TradingOps.Silo.Firm;

internal static partial class Log
{
    [LoggerMessage(2701, LogLevel.Warning, "The firm does not take the reports of {Accounts} accounts; they are sent again")]
    public static partial void FirmSilent(ILogger logger, int accounts, Exception exception);
}
