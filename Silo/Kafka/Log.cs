namespace TradingOps.Silo.Kafka;

internal static partial class Log
{
    [LoggerMessage(3901, LogLevel.Information, "Connected to Kafka at {Servers}")]
    public static partial void Connected(ILogger logger, string servers);

    [LoggerMessage(
        3902, LogLevel.Warning,
        "No broker of Kafka is connected at {Servers}; what happens is published later. Reason: {Reason}")]
    public static partial void Disconnected(ILogger logger, string servers, string? reason);

    [LoggerMessage(3903, LogLevel.Error, "Message {Id} was left out of {Topic}: {Reason}")]
    public static partial void LeftOut(ILogger logger, string id, string topic, string reason);

    [LoggerMessage(3904, LogLevel.Error, "Topic {Topic} takes no messages: {Reason}")]
    public static partial void TopicRefuses(ILogger logger, string topic, string reason);

    [LoggerMessage(3905, LogLevel.Information, "Topic {Topic} takes messages")]
    public static partial void TopicTakes(ILogger logger, string topic);

    [LoggerMessage(3906, LogLevel.Warning, "The Kafka producer has failed and is replaced: {Reason}")]
    public static partial void ProducerFailed(ILogger logger, string reason);

    [LoggerMessage(3907, LogLevel.Debug, "librdkafka, {Facility}: {Message}")]
    public static partial void Library(ILogger logger, string facility, string message);

    [LoggerMessage(3908, LogLevel.Warning, "Kafka has no topics {Topics}; they are made by hand, or by Kafka:CreateTopics")]
    public static partial void TopicsMissing(ILogger logger, string topics);

    [LoggerMessage(3909, LogLevel.Information, "Made topics {Topics}")]
    public static partial void TopicsMade(ILogger logger, string topics);

    [LoggerMessage(3910, LogLevel.Warning, "Topics could not be listed or made; retrying")]
    public static partial void TopicsUnknown(ILogger logger, Exception exception);

    [LoggerMessage(3911, LogLevel.Warning, "Could not wake what publishes to Kafka; retrying")]
    public static partial void WakeFailed(ILogger logger, Exception exception);

    [LoggerMessage(3912, LogLevel.Warning, "Figures of {Count} accounts were not published; retrying")]
    public static partial void FiguresDelayed(ILogger logger, int count, Exception exception);
}
