namespace TradingOps.Grains.Journaling;

/// <summary>The only place that knows how streams are named.</summary>
public static class JournalStreams
{
    /// <summary>Prefix of the streams of markets.</summary>
    public const string BookPrefix = "book/";

    /// <summary>Prefix of the streams of accounts.</summary>
    public const string AccountPrefix = "account/";

    /// <summary>The stream of the catalogue: instrument changes.</summary>
    public const string Catalogue = "catalogue";

    /// <summary>The stream of the register of accounts: registrations.</summary>
    public const string Register = "register";

    /// <summary>The stream of the limits of firm and desks.</summary>
    public const string Limits = "limits";

    /// <summary>The stream of the feeds: their entries.</summary>
    public const string Feeds = "feeds";

    /// <summary>The stream of the start with Kafka: one time.</summary>
    public const string KafkaStart = "kafka";

    /// <summary>Prefix of the streams of prices and bars.</summary>
    public const string MarketDataPrefix = "data/";

    /// <summary>Prefix of the streams of breakers.</summary>
    public const string BreakerPrefix = "breaker/";

    /// <summary>The stream of the prices and bars of a symbol: market data records.</summary>
    public static string MarketData(string symbol) => MarketDataPrefix + symbol;

    /// <summary>The stream of a source that is published to Kafka: up to where it is.</summary>
    public static string Kafka(string source) => "kafka/" + source;

    /// <summary>The stream of a breaker: its changes.</summary>
    public static string Breaker(string scope) => BreakerPrefix + scope;

    /// <summary>The stream of a symbol's market: market records.</summary>
    public static string Book(string symbol) => BookPrefix + symbol;

    /// <summary>The stream of an account: account records.</summary>
    public static string Account(string account) => AccountPrefix + account;

    /// <summary>The symbol of a market's stream, or null if it is another's.</summary>
    public static string? SymbolOf(string stream) =>
        stream.StartsWith(BookPrefix, StringComparison.Ordinal) ? stream[BookPrefix.Length..] : null;

    /// <summary>The account of an account's stream, or null if it is another's.</summary>
    public static string? AccountOf(string stream) =>
        stream.StartsWith(AccountPrefix, StringComparison.Ordinal) ? stream[AccountPrefix.Length..] : null;
}
