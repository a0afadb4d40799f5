using System.Text.Json;
using System.Text.Json.Serialization;

namespace TradingOps.Grains.MarketData.Feeds;

/// <summary>A durable change of a feed: all of it as it is from then on, its progress, or its removal.</summary>
/// <param name="Id">The feed.</param>
/// <param name="Entry">The feed; null if only its progress changes, or if it is removed.</param>
/// <param name="Place">How far its run is; null if it is removed.</param>
internal sealed record FeedRecord(string Id, FeedEntry? Entry, long? Place)
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
[JsonSerializable(typeof(FeedEntry[]))]
internal sealed partial class FeedJson : JsonSerializerContext;
