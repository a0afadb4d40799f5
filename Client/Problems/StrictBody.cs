using System.Text.Json;
using System.Text.Json.Serialization;

namespace TradingOps.Client.Problems;

/// <summary>A body whose unknown fields are kept, so that they can be refused by name.</summary>
public abstract record StrictBody
{
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }
}
