using TradingOps.Client.Problems;

namespace TradingOps.Client.Incidents;

/// <summary>What somebody says when an incident is taken or over.</summary>
internal sealed record IncidentNoteBody : StrictBody
{
    public string? Note { get; init; }
}
