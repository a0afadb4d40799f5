using System.Text.RegularExpressions;
using Confluent.Kafka;
using TradingOps.Grains.Kafka;

namespace TradingOps.Silo.Kafka;

/// <summary>The settings of librdkafka.</summary>
internal static partial class KafkaConfig
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
        foreach (var extra in options.Extra.Select(e => e.Split('=', 2)).Where(e => e.Length == 2))
            properties[extra[0].Trim()] = extra[1].Trim();
        return properties;
    }

    /// <summary>
    /// What librdkafka does not refuse, or refuses late. <see cref="FormatException"/> names the value and what is allowed.
    /// </summary>
    public static void Check(KafkaOptions options)
    {
        foreach (var server in options.BootstrapServers.Split(','))
            if (!Server().IsMatch(server.Trim()))
                throw new FormatException($"{nameof(options.BootstrapServers)} '{server.Trim()}' is not host:port");
        // A property may hold a password.
        for (var i = 0; i < options.Extra.Length; i++)
            if (options.Extra[i].IndexOf('=', StringComparison.Ordinal) < 1)
                throw new FormatException($"{nameof(options.Extra)}:{i} is not name=value");
        _ = KafkaStart.Propose(options);
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
        MessageSendMaxRetries = int.MaxValue,
        // A topic that a producer makes has the partitions and the retention of the brokers' defaults.
        AllowAutoCreateTopics = !options.CreateTopics,
        LingerMs = 5,
        CompressionType = Enum.Parse<CompressionType>(options.Compression),
        // As the clients of Java choose: a key is in the same partition, whatever program writes it.
        Partitioner = Partitioner.Murmur2Random,
        StatisticsIntervalMs = 1_000,
    };

    [GeneratedRegex(@"^([\w.-]+|\[[0-9a-fA-F:]+\]):\d{1,5}$")]
    private static partial Regex Server();
}
