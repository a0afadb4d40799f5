namespace TradingOps.Bodies.Incidents;

/// <summary>One line of an incident's timeline.</summary>
internal sealed record IncidentStepBody(string Status, DateTime At, string Who, string? Note);
