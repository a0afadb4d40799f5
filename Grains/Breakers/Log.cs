using Microsoft.Extensions.Logging;

namespace TradingOps.Grains.Breakers;

internal static partial class Log
{
    [LoggerMessage(1301, LogLevel.Warning, "Breaker {Scope} is {State}: {Reason}, by {Who}")]
    public static partial void BreakerChanged(ILogger logger, string scope, string state, string reason, string who);
}
