namespace TradingOps.Grains.Incidents;

/// <summary>One line of an incident's timeline.</summary>
/// <param name="Status">What the incident became.</param>
/// <param name="At">When.</param>
/// <param name="Who">Name of the key, or of the part of the system.</param>
/// <param name="Note">What they said.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.incident-step")]
public sealed record IncidentStep(
    [property: Id(0)] IncidentStatus Status,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] string Who,
    [property: Id(3)] string? Note);
