namespace TradingOps.Grains.Incidents;

/// <summary>What an incident is about. A closed set: it is a metric's label.</summary>
public enum IncidentType
{
    /// <summary>Anything else.</summary>
    Other,

    /// <summary>A circuit breaker tripped.</summary>
    BreakerTrip,

    /// <summary>The audit found that figures do not add up.</summary>
    AuditViolation,

    /// <summary>A health check keeps failing.</summary>
    HealthCheck,

    /// <summary>A process does not answer, or a silo is missing.</summary>
    ServiceDown,

    /// <summary>The database does not answer.</summary>
    Database,

    /// <summary>Prices are stale.</summary>
    MarketData,

    /// <summary>Orders fail or are refused more than they should be.</summary>
    OrderErrors,

    /// <summary>Something is slow.</summary>
    Latency,

    /// <summary>The day's loss is too large.</summary>
    Loss,

    /// <summary>The journal was written by two, or does not take records.</summary>
    Journal,

    /// <summary>Faults are injected on purpose.</summary>
    Chaos,

    /// <summary>Messages cannot be published, or are missing.</summary>
    Kafka,
}
