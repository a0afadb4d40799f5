namespace TradingOps.Grains.Kafka;

/// <summary>What topics are called in names and labels.</summary>
public static class KafkaTopicWords
{
    private static readonly string[] Words = [.. Enum.GetNames<KafkaTopic>().Select(name => name.ToLowerInvariant())];

    /// <summary>Such as <c>orders</c>.</summary>
    public static string ToWord(this KafkaTopic topic) => Words[(int)topic];
}
