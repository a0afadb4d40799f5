using System.Text.Json.Serialization;

namespace TradingOps.Client.Incidents;

/// <summary>One alert of a group.</summary>
internal sealed record AlertBody
{
    public string? Status { get; init; }

    public Dictionary<string, string?>? Labels { get; init; }

    public Dictionary<string, string?>? Annotations { get; init; }

    [JsonPropertyName("startsAt")]
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>The same for the same labels.</summary>
    public string? Fingerprint { get; init; }
}
