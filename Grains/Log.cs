using Microsoft.Extensions.Logging;

namespace TradingOps.Grains;

internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Error, "Grain {Grain} could not start; the next call retries")]
    public static partial void StartFailed(ILogger logger, string grain, Exception exception);
}
