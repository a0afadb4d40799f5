using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TradingOps.Engine.Sessions;

/// <summary>The form of calendars in their files.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true,
    PropertyNameCaseInsensitive = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(HourConverter)])]
[JsonSerializable(typeof(ExchangeCalendar))]
internal sealed partial class CalendarJson : JsonSerializerContext
{
    /// <summary>Hours and minutes, such as 09:30; negative before midnight.</summary>
    private sealed class HourConverter : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var text = reader.GetString() ?? "";
            var isBefore = text.StartsWith('-');
            return System.TimeSpan.TryParseExact(
                text.TrimStart('-'), @"hh\:mm", CultureInfo.InvariantCulture, TimeSpanStyles.None, out var time)
                ? isBefore ? -time : time
                : throw new JsonException($"'{text}' is no time of day as 09:30");
        }

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
            writer.WriteStringValue(
                (value < System.TimeSpan.Zero ? "-" : "") + value.ToString(@"hh\:mm", CultureInfo.InvariantCulture));
    }
}
