using System.Text.Json;
using System.Text.Json.Serialization;
using TradingOps.Bodies;
using TradingOps.Client.Problems;

namespace TradingOps.Client;

/// <summary>A time of a body; see <see cref="OffsetTime"/>.</summary>
internal sealed class OffsetTimeConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && OffsetTime.TryParse(reader.GetString(), out var time)
            ? time
            : throw new UnreadValueException(OffsetTime.Allowed);

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(UtcTimeConverter.ToText(value.UtcDateTime));
}
