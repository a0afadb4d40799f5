using TradingOps.Grains.Incidents;

namespace TradingOps.Grains.Kafka;

/// <summary>Incidents about publishing.</summary>
public static class KafkaIncidents
{
    /// <summary>Who opens and resolves them.</summary>
    public const string Source = "kafka";

    /// <summary>An incident that stands open once under its key.</summary>
    public static NewIncident Of(string title, string key) => new()
    {
        Type = IncidentType.Kafka,
        Severity = IncidentSeverity.Sev3,
        Title = title,
        Source = Source,
        DedupKey = key,
    };
}
