using Confluent.Kafka;
using TradingOps.Grains.Kafka;

namespace TradingOps.Silo.Kafka;

/// <summary>The settings of librdkafka.</summary>
internal static class KafkaConfig
{
    /// <summary>How brokers are reached.</summary>
    public static Dictionary<string, string> Connection(KafkaOptions options)
    {
        var config = new ClientConfig
        {
            BootstrapServers = options.BootstrapServers,
            ClientId = "tradingops",
            SecurityProtocol = Enum.Parse<SecurityProtocol>(options.SecurityProtocol),
        };
        if (options.SaslMechanism.Length > 0) config.SaslMechanism = Enum.Parse<SaslMechanism>(options.SaslMechanism);
        if (options.SaslUsername.Length > 0) config.SaslUsername = options.SaslUsername;
        if (options.SaslPassword.Length > 0) config.SaslPassword = options.SaslPassword;
        if (options.SslCaLocation.Length > 0) config.SslCaLocation = options.SslCaLocation;
        var properties = config.ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);
        foreach (var extra in options.Extra)
        {
            var equals = extra.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0) properties[extra[..equals].Trim()] = extra[(equals + 1)..].Trim();
        }
        return properties;
    }

    /// <summary>
    /// A producer that keeps the order of a partition whatever happens: it never gives a message up and goes on with the next.
    /// Where it would have to, it fails as a whole, and a new one begins again.
    /// </summary>
    public static ProducerConfig Producer(KafkaOptions options) => new(Connection(options))
    {
        Acks = Acks.All,
        EnableIdempotence = true,
        EnableGaplessGuarantee = true,
        MaxInFlight = 5,
        MessageTimeoutMs = 0,
        LingerMs = 5,
        CompressionType = Enum.Parse<CompressionType>(options.Compression),
        // As the clients of Java choose: a key is in the same partition, whatever program writes it.
        Partitioner = Partitioner.Murmur2Random,
        StatisticsIntervalMs = 1_000,
    };
}
