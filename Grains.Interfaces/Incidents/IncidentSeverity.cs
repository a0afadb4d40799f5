namespace TradingOps.Grains.Incidents;

/// <summary>How bad an incident is.</summary>
public enum IncidentSeverity
{
    /// <summary>Trading stands still or money is at risk: now.</summary>
    Sev1 = 1,

    /// <summary>A part is lost, trading goes on: within the hour.</summary>
    Sev2 = 2,

    /// <summary>It gets worse if left alone: today.</summary>
    Sev3 = 3,

    /// <summary>To be known.</summary>
    Sev4 = 4,
}
