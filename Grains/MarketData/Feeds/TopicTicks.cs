using System.Globalization;
using System.Text.Json;

namespace TradingOps.Grains.MarketData.Feeds;

/// <summary>
/// Ticks as JSON: <c>{"symbol":"AAPL","price":190.5,"qty":100,"side":"buy","ts":1764806400000}</c>. A side <c>bid</c> or
/// <c>ask</c> says that it is a quote. Times are seconds, milliseconds, microseconds or nanoseconds since the Unix epoch, by
/// their size, or RFC 3339; <c>at</c> is another name of <c>ts</c>.
/// </summary>
internal static class TopicTicks
{
    private const decimal MicrosecondsPerSecond = 1_000_000;

    /// <summary>A time in seconds is below, one in milliseconds at or above it; and so on for each thousand.</summary>
    private const decimal FirstMilliseconds = 100_000_000_000;

    private const decimal Thousand = 1_000;

    /// <summary>Reads a tick. What is wrong with it is for a person.</summary>
    public static (string? Symbol, Tick Tick, string? Fault) Read(ReadOnlyMemory<byte> body, long place)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object) return Wrong("it is no object");
            if (!root.TryGetProperty("symbol", out var symbol) || symbol.ValueKind != JsonValueKind.String
                || symbol.GetString() is not { Length: > 0 } name) return Wrong("it has no symbol");
            if (NumberOf(root, "price") is not { } price) return Wrong("it has no price");
            if ((TimeOf(root, "ts") ?? TimeOf(root, "at")) is not { } at) return Wrong("it has no time");
            var quantity = NumberOf(root, "qty") ?? 0;
            var side = root.TryGetProperty("side", out var said) ? said.ToString() : "";
            var tick = side.ToUpperInvariant() switch
            {
                "BID" => new Tick(place, at, null, 0, Bid: price, BidSize: quantity),
                "ASK" => new Tick(place, at, null, 0, Ask: price, AskSize: quantity),
                _ => new Tick(place, at, price, quantity),
            };
            return (name, tick, null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Texts that are no Unicode are found only when they are read.
            return Wrong($"it is no JSON: {e.Message}");
        }
    }

    private static (string? Symbol, Tick Tick, string? Fault) Wrong(string fault) => (null, default, fault);

    private static decimal? NumberOf(JsonElement root, string name) =>
        !root.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) ? number
        : value.ValueKind == JsonValueKind.String && decimal.TryParse(
            value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var text) ? text : null;

    private static long? TimeOf(JsonElement root, string name)
    {
        if (NumberOf(root, name) is { } number) return MicrosecondsOf(number);
        return root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            && DateTimeOffset.TryParse(
                value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? Time.ToMicroseconds(time)
            : null;
    }

    /// <summary>Null for a time that no unit makes one of.</summary>
    private static long? MicrosecondsOf(decimal number)
    {
        if (number < 0) return null;
        var unit = MicrosecondsPerSecond;
        for (var bound = FirstMilliseconds; number >= bound && unit >= 1 / Thousand; bound *= Thousand) unit /= Thousand;
        return unit < 1 / Thousand ? null : (long)(number * unit);
    }
}
