using Microsoft.Extensions.Logging;

namespace TradingOps.Grains.Kafka;

internal static partial class Log
{
    [LoggerMessage(
        2131, LogLevel.Error, "Records {First} to {Last} of {Source} were removed before they were published into {Topic}")]
    public static partial void Gap(ILogger logger, string source, KafkaTopic topic, long first, long last);

    [LoggerMessage(
        2132, LogLevel.Error,
        "The journal of {Source} ends at {End}, though {Published} was published into {Topic}; going on from there")]
    public static partial void WentBack(ILogger logger, string source, KafkaTopic topic, long published, long end);

    [LoggerMessage(2134, LogLevel.Warning, "{Count} orders of {Source} are not in the store; they are not published")]
    public static partial void OrdersMissing(ILogger logger, string source, int count);

    [LoggerMessage(2135, LogLevel.Warning, "{Source} cannot be published into {Topic} now; retrying")]
    public static partial void Delayed(ILogger logger, string source, KafkaTopic topic, Exception exception);

    [LoggerMessage(2136, LogLevel.Error, "Publishing {Source} into {Topic} failed by an error of its own; retrying")]
    public static partial void Broken(ILogger logger, string source, KafkaTopic topic, Exception exception);
}
