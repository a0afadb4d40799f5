namespace TradingOps.Client.Streams;

internal static partial class Log
{
    [LoggerMessage(3401, LogLevel.Warning, "The feed of {Key} is interrupted; it goes on where it was when the cluster answers")]
    public static partial void FeedInterrupted(ILogger logger, string key, Exception exception);

    [LoggerMessage(3402, LogLevel.Error, "The feed of {Key} failed in a way that nobody expected")]
    public static partial void FeedFailed(ILogger logger, string key, Exception exception);

    [LoggerMessage(3403, LogLevel.Information, "A stream was cut off: its reader {Why}")]
    public static partial void ReaderCutOff(ILogger logger, string why);
}
