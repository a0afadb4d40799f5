using System.Text.Json;
using System.Text.Json.Serialization;

namespace TradingOps.Engine.Instruments;

/// <summary>The form of instruments in the catalogue that ships, in the journal and between silos.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true,
    PropertyNameCaseInsensitive = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(Instrument[]))]
[JsonSerializable(typeof(InstrumentChange))]
public sealed partial class InstrumentJson : JsonSerializerContext
{
    /// <summary>Encodes a change.</summary>
    public static byte[] Encode(InstrumentChange change) => JsonSerializer.SerializeToUtf8Bytes(change, Default.InstrumentChange);

    /// <summary>Decodes a change; <see cref="JsonException"/> if it is invalid.</summary>
    public static InstrumentChange Decode(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, Default.InstrumentChange)!;
}
