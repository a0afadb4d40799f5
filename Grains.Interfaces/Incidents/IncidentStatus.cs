namespace TradingOps.Grains.Incidents;

/// <summary>Where an incident stands.</summary>
public enum IncidentStatus
{
    /// <summary>Nobody has taken it.</summary>
    Open,

    /// <summary>Somebody works on it.</summary>
    Acknowledged,

    /// <summary>It is over.</summary>
    Resolved,
}
