using Orleans.Concurrency;

namespace TradingOps.Grains.Kafka;

/// <summary>Publishes one source of messages to Kafka. Its key is a <see cref="KafkaSource"/>.</summary>
[Alias("tradingops.IKafkaPublisherGrain")]
public interface IKafkaPublisherGrain : IGrainWithStringKey
{
    /// <summary>There may be something to publish.</summary>
    [Alias("Wake")]
    [OneWay]
    Task Wake();
}
