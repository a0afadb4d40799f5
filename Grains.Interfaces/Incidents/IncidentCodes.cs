using System.Text.Json;

namespace TradingOps.Grains.Incidents;

/// <summary>The codes under which types, severities and states are known outside.</summary>
public static class IncidentCodes
{
    private static readonly Dictionary<IncidentType, string> Types =
        Enum.GetValues<IncidentType>().ToDictionary(t => t, t => JsonNamingPolicy.SnakeCaseLower.ConvertName(t.ToString()));

    private static readonly Dictionary<string, IncidentType> TypesByCode = Types.ToDictionary(t => t.Value, t => t.Key);

    /// <summary>snake_case.</summary>
    public static string ToCode(this IncidentType type) => Types[type];

    /// <summary>SEV1 to SEV4.</summary>
    public static string ToCode(this IncidentSeverity severity) => severity switch
    {
        IncidentSeverity.Sev1 => "SEV1",
        IncidentSeverity.Sev2 => "SEV2",
        IncidentSeverity.Sev3 => "SEV3",
        _ => "SEV4",
    };

    /// <summary>open, acknowledged or resolved.</summary>
    public static string ToCode(this IncidentStatus status) => status switch
    {
        IncidentStatus.Open => "open",
        IncidentStatus.Acknowledged => "acknowledged",
        _ => "resolved",
    };

    /// <summary>The type of a code; false if there is none.</summary>
    public static bool TryParseType(string code, out IncidentType type) => TypesByCode.TryGetValue(code, out type);

    /// <summary>The severity of SEV1 to SEV4; false for anything else.</summary>
    public static bool TryParseSeverity(string code, out IncidentSeverity severity)
    {
        severity = default;
        if (code is not ['S', 'E', 'V', >= '1' and <= '4']) return false;
        severity = (IncidentSeverity)(code[3] - '0');
        return true;
    }

    /// <summary>The state of a code; <see cref="FormatException"/> for anything else.</summary>
    public static IncidentStatus ParseStatus(string code) => code switch
    {
        "open" => IncidentStatus.Open,
        "acknowledged" => IncidentStatus.Acknowledged,
        "resolved" => IncidentStatus.Resolved,
        _ => throw new FormatException($"'{code}' is no state of an incident"),
    };
}
