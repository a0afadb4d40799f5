namespace TradingOps.Silo.Firm;

internal static partial class Log
{
    [LoggerMessage(2701, LogLevel.Warning, "Could not report {Accounts} accounts to the firm; retrying")]
    public static partial void FirmSilent(ILogger logger, int accounts, Exception exception);

    [LoggerMessage(2702, LogLevel.Warning, "Could not read what is used of the limits of firm and desks; retrying")]
    public static partial void LimitsNotHeard(ILogger logger, Exception exception);
}
