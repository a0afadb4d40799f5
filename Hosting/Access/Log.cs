using Microsoft.Extensions.Logging;

namespace TradingOps.Hosting.Access;

internal static partial class Log
{
    [LoggerMessage(3601, LogLevel.Warning, "The file of keys changed: {Count} keys are valid, revoked or changed: {Names}")]
    public static partial void KeysReplaced(ILogger logger, int count, string names);

    [LoggerMessage(3602, LogLevel.Error, "The file of keys cannot be used, the keys before stay valid: {Reason}")]
    public static partial void KeysNotReplaced(ILogger logger, string reason);
}
