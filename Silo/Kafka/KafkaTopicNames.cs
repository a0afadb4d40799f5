using TradingOps.Grains.Kafka;

namespace TradingOps.Silo.Kafka;

/// <summary>The names of topics. A breaking change of a body makes a new version beside the old one.</summary>
internal static class KafkaTopicNames
{
    /// <summary>The names of the topics that are wanted.</summary>
    public static Dictionary<KafkaTopic, string> Of(KafkaOptions options)
    {
        var topics = options.Topics;
        (KafkaTopic Topic, bool IsWanted)[] versioned =
        [
            (KafkaTopic.Orders, topics.Orders), (KafkaTopic.Executions, topics.Executions), (KafkaTopic.Trades, topics.Trades),
            (KafkaTopic.Quotes, topics.Quotes), (KafkaTopic.Books, topics.Books), (KafkaTopic.Positions, topics.Positions),
            (KafkaTopic.Accounts, topics.Accounts), (KafkaTopic.Instruments, topics.Instruments),
            (KafkaTopic.Breakers, topics.Breakers), (KafkaTopic.Incidents, topics.Incidents),
        ];
        var names = versioned.Where(t => t.IsWanted)
            .ToDictionary(t => t.Topic, t => $"{options.Prefix}{t.Topic.ToWord()}.v1");
        if (options.TicksTopic.Length > 0) names.Add(KafkaTopic.Ticks, options.TicksTopic);
        return names;
    }
}
