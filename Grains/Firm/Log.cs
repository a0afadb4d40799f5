using Microsoft.Extensions.Logging;

namespace TradingOps.Grains.Firm;

internal static partial class Log
{
    [LoggerMessage(1801, LogLevel.Warning, "Account {Account} did not report to the firm; asking it again")]
    public static partial void AccountSilent(ILogger logger, string account, Exception exception);
}
