namespace TradingOps.Silo.Firm;

internal static partial class Log
{
    [LoggerMessage(2701, LogLevel.Warning, "Could not report {Accounts} accounts to the firm; retrying")]
    public static partial void FirmSilent(ILogger logger, int accounts, Exception exception);
}
