namespace TradingOps.Grains.Kafka;

/// <summary>What a source of messages is. Names are part of stored keys.</summary>
public enum KafkaSourceKind
{
    /// <summary>A symbol's market.</summary>
    Market = 0,

    /// <summary>An account.</summary>
    Account = 1,

    /// <summary>The quotes and the book of a symbol.</summary>
    Prices = 2,

    /// <summary>The catalogue of instruments.</summary>
    Instruments = 3,

    /// <summary>All circuit breakers.</summary>
    Breakers = 4,

    /// <summary>The incident log.</summary>
    Incidents = 5,
}
