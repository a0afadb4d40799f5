using System.Globalization;
using System.Text.Json;

namespace TradingOps.Grains.MarketData.Feeds;

/// <summary>
/// Market data in the form of Alpaca's WebSocket: arrays of objects whose <c>T</c> says what they are. Sizes are in shares.
/// </summary>
/// <remarks>Form: docs.alpaca.markets, "Real-time stock data".</remarks>
internal static class SocketMessages
{
    private static readonly string[] Channels = ["trades", "quotes"];

    /// <summary>Asks to be let in.</summary>
    public static byte[] Authenticate(string key, string secret) => Write(writer =>
    {
        writer.WriteString("action", "auth");
        writer.WriteString("key", key);
        writer.WriteString("secret", secret);
    });

    /// <summary>Asks for trades and quotes of symbols.</summary>
    public static byte[] Subscribe(IReadOnlyCollection<string> symbols) => Write(writer =>
    {
        writer.WriteString("action", "subscribe");
        foreach (var channel in Channels)
        {
            writer.WriteStartArray(channel);
            foreach (var symbol in symbols) writer.WriteStringValue(symbol);
            writer.WriteEndArray();
        }
    });

    /// <summary>What a message has. <see cref="FormatException"/> if it has not the form.</summary>
    public static IReadOnlyList<SocketEvent> Read(ReadOnlyMemory<byte> message)
    {
        try
        {
            using var document = JsonDocument.Parse(message);
            return [.. document.RootElement.EnumerateArray().Select(Read).OfType<SocketEvent>()];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new FormatException($"a message has not the form of market data: {e.Message}", e);
        }
    }

    /// <summary>Null for a message that says nothing of prices.</summary>
    private static SocketEvent? Read(JsonElement element) => element.GetProperty("T").GetString() switch
    {
        "t" => new(Symbol(element), new(0, TimeOf(element), Positive(element, "p"), Positive(element, "s"))),
        "q" => new(Symbol(element), new(
            0, TimeOf(element), null, 0, PriceOf(element, "bp"), Number(element, "bs"), PriceOf(element, "ap"),
            Number(element, "as"))),
        "success" => new() { Notice = element.GetProperty("msg").GetString() },
        "error" => new()
        {
            Refusal = $"{element.GetProperty("code").GetInt32()} {element.GetProperty("msg").GetString()}",
        },
        _ => null,
    };

    private static string Symbol(JsonElement element) => element.GetProperty("S").GetString() ?? "";

    /// <summary>A side without a quote has the price 0.</summary>
    private static decimal? PriceOf(JsonElement element, string name) =>
        Number(element, name) is > 0 and var price ? price : null;

    private static decimal Number(JsonElement element, string name) => element.GetProperty(name).GetDecimal();

    private static decimal Positive(JsonElement element, string name) => Number(element, name) is > 0 and var number
        ? number
        : throw new FormatException($"{name} is {element.GetProperty(name)}, which is not above 0");

    /// <summary>Nanoseconds are more than a time here holds.</summary>
    private static long TimeOf(JsonElement element)
    {
        var text = element.GetProperty("t").GetString() ?? "";
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot >= 0 && text.Length > dot + 8 && text.EndsWith('Z')) text = text[..(dot + 8)] + "Z";
        return Time.ToMicroseconds(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
    }

    private static byte[] Write(Action<Utf8JsonWriter> fill)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            fill(writer);
            writer.WriteEndObject();
        }
        return buffer.ToArray();
    }
}
