using System.ComponentModel.DataAnnotations;

namespace TradingOps.Grains.Kafka;

/// <summary>Publishing to Kafka (<c>Kafka</c>).</summary>
public sealed record KafkaOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Kafka";

    /// <summary>Everything from the first record on.</summary>
    public const string FromBegin = "begin";

    /// <summary>What happens from the first start with Kafka on.</summary>
    public const string FromNow = "now";

    /// <summary>Brokers to begin with, as <c>host:port,host:port</c>. Empty: nothing is published.</summary>
    public string BootstrapServers { get; init; } = "";

    /// <summary>What the names of topics begin with.</summary>
    [RegularExpression("^[a-zA-Z0-9._-]{0,100}$", ErrorMessage = "it may have letters, digits, '.', '_' and '-'")]
    public string Prefix { get; init; } = "tradingops.";

    /// <summary>Which topics are published.</summary>
    public KafkaTopicOptions Topics { get; init; } = new();

    /// <summary>A topic for trades in the short form of ticks; empty for none.</summary>
    [RegularExpression("^[a-zA-Z0-9._-]{0,249}$", ErrorMessage = "it may have letters, digits, '.', '_' and '-'")]
    public string TicksTopic { get; init; } = "";

    /// <summary>
    /// What is published of the time before the first start with Kafka on: <c>now</c> for nothing, <c>begin</c> for everything,
    /// or what was recorded from a time on, such as 2026-01-05T14:30:00Z.
    /// </summary>
    [RegularExpression(
        @"^(now|begin|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z)$",
        ErrorMessage = "it must be now, begin or a time in UTC such as 2026-01-05T14:30:00Z")]
    public string From { get; init; } = FromNow;

    /// <summary>Time between two quotes, or two books, of a symbol.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan QuoteInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How batches are compressed: None, Gzip, Snappy, Lz4 or Zstd.</summary>
    [AllowedValues("None", "Gzip", "Snappy", "Lz4", "Zstd")]
    public string Compression { get; init; } = "Lz4";

    /// <summary>Whether missing topics are made, with the partitions and replicas below.</summary>
    public bool CreateTopics { get; init; }

    /// <summary>Partitions of topics that are made. They stay: another number would break the order of keys.</summary>
    [Range(1, 1_000)]
    public int Partitions { get; init; } = 12;

    /// <summary>Replicas of topics that are made.</summary>
    [Range(1, 10)]
    public int Replicas { get; init; } = 3;

    /// <summary>How connections are protected: Plaintext, Ssl, SaslPlaintext or SaslSsl.</summary>
    [AllowedValues("Plaintext", "Ssl", "SaslPlaintext", "SaslSsl")]
    public string SecurityProtocol { get; init; } = "Plaintext";

    /// <summary>How a user is known: Plain, ScramSha256, ScramSha512, OAuthBearer or Gssapi; empty for none.</summary>
    [AllowedValues("", "Plain", "ScramSha256", "ScramSha512", "OAuthBearer", "Gssapi")]
    public string SaslMechanism { get; init; } = "";

    /// <summary>The user.</summary>
    public string SaslUsername { get; init; } = "";

    /// <summary>The user's password.</summary>
    [DataType(DataType.Password)]
    public string SaslPassword { get; init; } = "";

    /// <summary>File of the authority that signed the certificates of the brokers; empty for those of the machine.</summary>
    public string SslCaLocation { get; init; } = "";

    /// <summary>Further properties of librdkafka, as <c>name=value</c>. Those that keep the order stay as they are.</summary>
    [DataType(DataType.Password)]
    public string[] Extra { get; init; } = [];
}
