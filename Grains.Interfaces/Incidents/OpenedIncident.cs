namespace TradingOps.Grains.Incidents;

/// <summary>An incident, and whether it was opened now or stood open under the same key.</summary>
/// <param name="Incident">The incident.</param>
/// <param name="IsNew">It was opened by this call.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.opened-incident")]
public sealed record OpenedIncident([property: Id(0)] IncidentView Incident, [property: Id(1)] bool IsNew);
