using System.Globalization;

namespace TradingOps.Grains.Kafka;

/// <summary>What the settings say about the time before the first start with Kafka on.</summary>
public static class KafkaStart
{
    /// <summary>Microseconds since the Unix epoch; 0 for everything, null for nothing.</summary>
    public static long? Propose(KafkaOptions options) => options.From switch
    {
        KafkaOptions.FromNow => null,
        KafkaOptions.FromBegin => 0,
        var time => Time.ToMicroseconds(DateTimeOffset.Parse(time, CultureInfo.InvariantCulture)),
    };
}
