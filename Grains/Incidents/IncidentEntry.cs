namespace TradingOps.Grains.Incidents;

/// <summary>One line of the incident log: one step of one incident.</summary>
/// <param name="Incident">Number of the incident.</param>
/// <param name="Step">The step.</param>
/// <param name="Opened">What went wrong, with the step that opens the incident; else null.</param>
public sealed record IncidentEntry(long Incident, IncidentStep Step, NewIncident? Opened);
