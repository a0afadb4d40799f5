using Microsoft.Extensions.Logging;
using TradingOps.Engine.Actors;

namespace TradingOps.Grains.Firm;

internal static partial class Log
{
    [LoggerMessage(1801, LogLevel.Warning, "Account {Account} did not report to the firm; asking it again")]
    public static partial void AccountSilent(ILogger logger, string account, Exception exception);

    [LoggerMessage(1802, LogLevel.Warning, "{Scope} has {Count} limits on exposure now: {Reason} (by {Actor})")]
    public static partial void LimitsSet(ILogger logger, string scope, int count, string reason, Actor actor);
}
