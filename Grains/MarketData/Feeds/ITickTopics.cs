namespace TradingOps.Grains.MarketData.Feeds;

/// <summary>Topics of Kafka that hold ticks. One a silo.</summary>
public interface ITickTopics
{
    /// <summary>Begins to read a topic; null if no brokers are configured.</summary>
    /// <param name="group">The consumer group, which remembers how far it has read.</param>
    /// <param name="topic">The topic; it need not exist yet.</param>
    ITickReader? Open(string group, string topic);
}
