using Microsoft.Extensions.Logging;

namespace TradingOps.Hosting;

internal static partial class Log
{
    [LoggerMessage(3001, LogLevel.Error, "{Service} failed; it runs again within {Every}")]
    public static partial void StepFailed(ILogger logger, string service, TimeSpan every, Exception exception);
}
