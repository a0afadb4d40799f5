namespace TradingOps.Grains.Incidents;

/// <summary>Where an incident stands.</summary>
public enum IncidentStatus
{
    /// <summary>Not acknowledged yet.</summary>
    Open,

    /// <summary>A person works on it.</summary>
    Acknowledged,

    /// <summary>It is over.</summary>
    Resolved,
}
