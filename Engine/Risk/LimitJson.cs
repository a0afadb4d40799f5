using System.Text.Json;
using System.Text.Json.Serialization;

namespace TradingOps.Engine.Risk;

/// <summary>The form of the limits of firm and desks in the journal.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GroupLimits))]
public sealed partial class LimitJson : JsonSerializerContext
{
    /// <summary>Encodes a record.</summary>
    public static byte[] Encode(GroupLimits limits) => JsonSerializer.SerializeToUtf8Bytes(limits, Default.GroupLimits);

    /// <summary>Decodes a record; <see cref="JsonException"/> if it is invalid.</summary>
    public static GroupLimits Decode(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, Default.GroupLimits)!;
}
