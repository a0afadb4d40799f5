namespace TradingOps.Grains.Kafka;

/// <summary>Where messages come from: what one publisher publishes.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">The symbol or account. Empty for instruments, breakers and incidents.</param>
public readonly record struct KafkaSource(KafkaSourceKind Kind, string Name)
{
    private const char Separator = '/';

    /// <summary>A symbol's market: orders, executions and trades.</summary>
    public static KafkaSource Market(string symbol) => new(KafkaSourceKind.Market, symbol);

    /// <summary>An account: its positions, and the orders that were refused before they reached a market.</summary>
    public static KafkaSource Account(string account) => new(KafkaSourceKind.Account, account);

    /// <summary>A symbol's quotes and book.</summary>
    public static KafkaSource Prices(string symbol) => new(KafkaSourceKind.Prices, symbol);

    /// <summary>The source of a grain's key. <see cref="FormatException"/> for any other text.</summary>
    public static KafkaSource Parse(string key)
    {
        var end = key.IndexOf(Separator);
        return end > 0 && Enum.TryParse<KafkaSourceKind>(key[..end], out var kind)
            ? new(kind, key[(end + 1)..])
            : throw new FormatException($"'{key}' is no source of messages");
    }

    /// <summary>The key of the grain that publishes it.</summary>
    public override string ToString() => $"{Kind}{Separator}{Name}";
}
