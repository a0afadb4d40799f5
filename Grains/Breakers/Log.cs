using Microsoft.Extensions.Logging;

namespace TradingOps.Grains.Breakers;

internal static partial class Log
{
    [LoggerMessage(1301, LogLevel.Warning, "Breaker {Scope} went from {From} to {State}: {Cause}, {Reason}, by {Who}")]
    public static partial void BreakerChanged(
        ILogger logger, string scope, string from, string state, string cause, string reason, string who);

    [LoggerMessage(1302, LogLevel.Error, "Breaker {Scope} could not store that it is {State}; its keeper gives up")]
    public static partial void ChangeNotStored(ILogger logger, string scope, string state, Exception exception);

    [LoggerMessage(1303, LogLevel.Warning, "The roll of breakers could not take the word of {Scope}; it is told again")]
    public static partial void ReportFailed(ILogger logger, string scope, Exception exception);

    [LoggerMessage(1304, LogLevel.Warning, "A silo did not hear of the breakers; orders there end with its lease")]
    public static partial void SiloSilent(ILogger logger, Exception exception);

    [LoggerMessage(1305, LogLevel.Warning, "Resting orders could not all be canceled for the firm's breaker; tried again")]
    public static partial void SweepFailed(ILogger logger, Exception exception);

    [LoggerMessage(1308, LogLevel.Warning, "The firm's breaker could not act on what it looks at; tried again")]
    public static partial void LookFailed(ILogger logger, Exception exception);

    [LoggerMessage(1309, LogLevel.Warning, "The firm's breaker looks at one thing less: it cannot be had now")]
    public static partial void GaugeFailed(ILogger logger, Exception exception);

    [LoggerMessage(1310, LogLevel.Warning, "Account {Account} did not answer the firm's breaker; asked again")]
    public static partial void AccountDisobeys(ILogger logger, string account, Exception exception);

    [LoggerMessage(1307, LogLevel.Warning, "Breaker {Scope} could not keep a snapshot; its next start takes longer")]
    public static partial void SnapshotFailed(ILogger logger, string scope, Exception exception);

    [LoggerMessage(1306, LogLevel.Warning, "The streams of breakers could not be read; tried again")]
    public static partial void RollIncomplete(ILogger logger, Exception exception);
}
