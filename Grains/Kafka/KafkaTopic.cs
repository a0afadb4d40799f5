namespace TradingOps.Grains.Kafka;

/// <summary>A topic of ours, by what it holds.</summary>
public enum KafkaTopic
{
    /// <summary>Orders as they stand, by order id.</summary>
    Orders,

    /// <summary>What happened to orders, by account.</summary>
    Executions,

    /// <summary>The tape, by symbol.</summary>
    Trades,

    /// <summary>Best bid, best offer and last trade, by symbol.</summary>
    Quotes,

    /// <summary>The best levels of books, by symbol.</summary>
    Books,

    /// <summary>Positions as they stand, by account and symbol.</summary>
    Positions,

    /// <summary>Figures of accounts, by account.</summary>
    Accounts,

    /// <summary>Instruments, by symbol.</summary>
    Instruments,

    /// <summary>Changes of circuit breakers, by scope.</summary>
    Breakers,

    /// <summary>Incidents as they stand, by id.</summary>
    Incidents,

    /// <summary>Trades in the short form of ticks, by symbol.</summary>
    Ticks,
}
