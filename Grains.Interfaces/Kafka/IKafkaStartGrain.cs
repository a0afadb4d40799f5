namespace TradingOps.Grains.Kafka;

/// <summary>Remembers since when the cluster publishes to Kafka.</summary>
[Alias("tradingops.IKafkaStartGrain")]
public interface IKafkaStartGrain : IGrainWithStringKey
{
    /// <summary>
    /// What was recorded before this time is not published; microseconds since the Unix epoch. The first call settles it for
    /// good. <see cref="TradingUnavailableException"/> where it cannot be stored or read.
    /// </summary>
    /// <param name="from">What the first call proposes; null for now.</param>
    [Alias("GetStart")]
    Task<long> GetStart(long? from);
}
