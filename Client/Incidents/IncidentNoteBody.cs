using TradingOps.Bodies;
using TradingOps.Client.Parameters;

namespace TradingOps.Client.Incidents;

/// <summary>The note of a person who acknowledges or resolves an incident.</summary>
internal sealed record IncidentNoteBody : StrictBody
{
    public string? Note { get; init => field = PlainText.Clean(value); }
}
