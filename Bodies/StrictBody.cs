using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TradingOps.Bodies;

/// <summary>A body whose unknown fields are kept, so that they can be refused by name.</summary>
public abstract record StrictBody
{
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }

    /// <summary>Names the first unknown field and its value; null if every field is known.</summary>
    internal string? DescribeUnknown() => Unknown is { Count: > 0 } unknown && unknown.First() is var (name, value)
        ? $"field '{Excerpt.Of(name)}' with the value '{Excerpt.Of(TextOf(value))}' is not known"
        : null;

    /// <summary>As it came: it may be no text at all, which a string would not hold.</summary>
    private static string TextOf(JsonElement value) => Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(value)).Trim('"');
}
