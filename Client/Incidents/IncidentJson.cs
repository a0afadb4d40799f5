using System.Text.Json.Serialization;

namespace TradingOps.Client.Incidents;

/// <summary>The JSON of incidents, in the manner of the whole API.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, AllowDuplicateProperties = false,
    Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(NewIncidentBody))]
[JsonSerializable(typeof(IncidentNoteBody))]
[JsonSerializable(typeof(IncidentBody))]
[JsonSerializable(typeof(IncidentBody[]))]
[JsonSerializable(typeof(AlertGroupBody))]
internal sealed partial class IncidentJson : JsonSerializerContext;
