using Microsoft.Extensions.Logging;

namespace TradingOps.Hosting.Health;

internal static partial class Log
{
    [LoggerMessage(3101, LogLevel.Error, "Health check {Check} failed {Failures} times in a row: {Detail}")]
    public static partial void CheckFailing(ILogger logger, string check, int failures, string? detail);

    [LoggerMessage(3102, LogLevel.Information, "Health check {Check} passes again")]
    public static partial void CheckRecovered(ILogger logger, string check);
}
