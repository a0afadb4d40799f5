namespace TradingOps.Client.Streams;

internal static partial class Log
{
    [LoggerMessage(3401, LogLevel.Warning,
        "The feed of {Key} is interrupted; it resumes where it stopped when the cluster answers")]
    public static partial void FeedInterrupted(ILogger logger, string key, Exception exception);

    [LoggerMessage(3402, LogLevel.Error, "The feed of {Key} failed with an unexpected error")]
    public static partial void FeedFailed(ILogger logger, string key, Exception exception);

    [LoggerMessage(3403, LogLevel.Information, "Closed an event stream: its reader {Why}")]
    public static partial void ReaderCutOff(ILogger logger, string why);
}
