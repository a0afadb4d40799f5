using System.Text;
using System.Text.Json;
using TradingOps.Bodies;

namespace TradingOps.Client.Problems;

/// <summary>Finds in a body the value that could not be read: the serializer reports where it ends, but not what it is.</summary>
internal static class UnreadValue
{
    /// <summary>Its beginning; null where no token ends there.</summary>
    public static string? Find(ReadOnlySpan<byte> json, JsonException e)
    {
        var end = 0;
        for (var line = 0; line < e.LineNumber; line++) end += json[end..].IndexOf((byte)'\n') + 1;
        end += (int)(e.BytePositionInLine ?? 0);
        var reader = new Utf8JsonReader(json);
        // Up to there the serializer could read it too.
        while (reader.BytesConsumed < end && reader.Read())
            if (reader.BytesConsumed >= end)
                return Excerpt.Of(Encoding.UTF8.GetString(reader.ValueSpan))
                    + (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray ? "…" : "");
        return null;
    }
}
