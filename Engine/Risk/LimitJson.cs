using System.Text.Json;
using System.Text.Json.Serialization;

namespace TradingOps.Engine.Risk;

/// <summary>The form of the limits of firm and desks in the journal.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GroupLimits))]
[JsonSerializable(typeof(IReadOnlyCollection<GroupLimits>))]
public sealed partial class LimitJson : JsonSerializerContext
{
    /// <summary>Encodes a record.</summary>
    public static byte[] Encode(GroupLimits limits) => JsonSerializer.SerializeToUtf8Bytes(limits, Default.GroupLimits);

    /// <summary>Encodes the last record of each scope.</summary>
    public static byte[] Encode(IReadOnlyCollection<GroupLimits> all) =>
        JsonSerializer.SerializeToUtf8Bytes(all, Default.IReadOnlyCollectionGroupLimits);

    /// <summary>Decodes the last record of each scope; <see cref="JsonException"/> if they are invalid.</summary>
    public static IReadOnlyCollection<GroupLimits> DecodeAll(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, Default.IReadOnlyCollectionGroupLimits)!;

    /// <summary>Decodes a record; <see cref="JsonException"/> if it is invalid.</summary>
    public static GroupLimits Decode(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, Default.GroupLimits)!;
}
