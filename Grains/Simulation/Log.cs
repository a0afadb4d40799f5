using Microsoft.Extensions.Logging;

namespace TradingOps.Grains.Simulation;

internal static partial class Log
{
    [LoggerMessage(1401, LogLevel.Warning, "Simulator of {Symbol} could not quote; retrying with the next step")]
    public static partial void QuoteFailed(ILogger logger, string symbol, Exception exception);
}
