namespace TradingOps.Grains.Kafka;

/// <summary>Messages may not have been stored.</summary>
/// <param name="message">Why, for a person.</param>
/// <param name="isOfTopic">Whether the topic refuses messages, and others may not.</param>
public sealed class KafkaSendException(string message, bool isOfTopic) : Exception(message)
{
    /// <summary>Whether the topic refuses messages, and others may not.</summary>
    public bool IsOfTopic => isOfTopic;
}
