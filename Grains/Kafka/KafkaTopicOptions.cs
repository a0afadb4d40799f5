namespace TradingOps.Grains.Kafka;

/// <summary>Which topics are published (<c>Kafka:Topics</c>).</summary>
public sealed record KafkaTopicOptions
{
    /// <summary><c>orders.v1</c></summary>
    public bool Orders { get; init; } = true;

    /// <summary><c>executions.v1</c></summary>
    public bool Executions { get; init; } = true;

    /// <summary><c>trades.v1</c></summary>
    public bool Trades { get; init; } = true;

    /// <summary><c>quotes.v1</c></summary>
    public bool Quotes { get; init; } = true;

    /// <summary><c>books.v1</c></summary>
    public bool Books { get; init; }

    /// <summary><c>positions.v1</c></summary>
    public bool Positions { get; init; } = true;

    /// <summary><c>accounts.v1</c></summary>
    public bool Accounts { get; init; } = true;

    /// <summary><c>instruments.v1</c></summary>
    public bool Instruments { get; init; } = true;

    /// <summary><c>breakers.v1</c></summary>
    public bool Breakers { get; init; } = true;

    /// <summary><c>incidents.v1</c></summary>
    public bool Incidents { get; init; } = true;
}
