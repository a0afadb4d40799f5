using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TradingOps.Bodies;

/// <summary>A time of an answer: RFC 3339 in UTC, always with six decimals, so that times compare as texts do.</summary>
internal sealed class UtcTimeConverter : JsonConverter<DateTime>
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
    private const int Length = 27;

    /// <summary>The text of a time in UTC.</summary>
    public static string ToText(DateTime utc) => utc.ToString(Format, CultureInfo.InvariantCulture);

    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTime();

    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[Length];
        value.TryFormat(text, out var written, Format, CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..written]);
    }
}
