using Microsoft.Extensions.Logging;

namespace TradingOps.Grains.Breakers;

internal static partial class Log
{
    [LoggerMessage(1301, LogLevel.Warning, "Breaker {Scope} changed from {From} to {State}: {Cause}, {Reason}, by {Who}")]
    public static partial void BreakerChanged(
        ILogger logger, string scope, string from, string state, string cause, string reason, string who);

    [LoggerMessage(1303, LogLevel.Warning, "Could not report breaker {Scope} to the registry; retrying")]
    public static partial void ReportFailed(ILogger logger, string scope, Exception exception);

    [LoggerMessage(1304, LogLevel.Warning, "Could not send the breaker states to a silo; it refuses orders when its lease ends")]
    public static partial void SiloNotNotified(ILogger logger, Exception exception);

    [LoggerMessage(1305, LogLevel.Warning, "Could not cancel all resting orders for the firm's breaker; retrying")]
    public static partial void SweepFailed(ILogger logger, Exception exception);

    [LoggerMessage(1308, LogLevel.Warning, "Could not evaluate the firm's breaker; retrying")]
    public static partial void EvaluationFailed(ILogger logger, Exception exception);

    [LoggerMessage(1309, LogLevel.Warning, "Firm breaker: one input is unavailable and was skipped")]
    public static partial void InputFailed(ILogger logger, Exception exception);

    [LoggerMessage(1310, LogLevel.Warning, "Account {Account} did not cancel its orders for the firm's breaker; retrying")]
    public static partial void AccountNotCanceled(ILogger logger, string account, Exception exception);

    [LoggerMessage(1306, LogLevel.Warning, "Could not read all breakers into the registry; retrying")]
    public static partial void RegistryIncomplete(ILogger logger, Exception exception);
}
