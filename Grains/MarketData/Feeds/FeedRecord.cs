using System.Text.Json;
using System.Text.Json.Serialization;

namespace TradingOps.Grains.MarketData.Feeds;

/// <summary>A durable change of a feed: all of it, as it is from then on.</summary>
/// <param name="Id">The feed.</param>
/// <param name="Entry">The feed; null if it is removed.</param>
internal sealed record FeedRecord(string Id, FeedEntry? Entry)
{
    /// <summary>Encodes a record.</summary>
    public static byte[] Encode(FeedRecord record) => JsonSerializer.SerializeToUtf8Bytes(record, FeedJson.Default.FeedRecord);

    /// <summary>Decodes a record; <see cref="JsonException"/> if it is invalid.</summary>
    public static FeedRecord Decode(ReadOnlyMemory<byte> json) =>
        JsonSerializer.Deserialize(json.Span, FeedJson.Default.FeedRecord)!;
}

/// <summary>The form of feeds in the journal: JSON, since they are few and people read them.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(FeedRecord))]
internal sealed partial class FeedJson : JsonSerializerContext;
