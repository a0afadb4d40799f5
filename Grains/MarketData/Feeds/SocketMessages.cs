using System.Globalization;
using System.Text.Json;

namespace TradingOps.Grains.MarketData.Feeds;

/// <summary>
/// Market data in the form of Alpaca's WebSocket: arrays of objects whose <c>T</c> says what they are. Sizes are in shares.
/// </summary>
/// <remarks>Form: docs.alpaca.markets, "Real-time stock data".</remarks>
internal static class SocketMessages
{
    /// <summary>
    /// Not authenticated, authentication failed, forbidden, too many symbols, and a subscription that does not cover them.
    /// </summary>
    private static readonly int[] Final = [401, 402, 403, 405, 409];

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

    /// <summary>What a message has, each part alone.</summary>
    public static IReadOnlyList<SocketEvent> Read(ReadOnlyMemory<byte> message)
    {
        try
        {
            using var document = JsonDocument.Parse(message);
            return [.. document.RootElement.EnumerateArray().Select(Read).OfType<SocketEvent>()];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return [new() { Fault = $"a message has not the form of market data: {e.Message}" }];
        }
    }

    private static SocketEvent? Read(JsonElement element)
    {
        try
        {
            return Parse(element);
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return new() { Fault = $"a part of a message has not the form of market data: {e.Message}" };
        }
    }

    /// <summary>Null for what says nothing of prices.</summary>
    private static SocketEvent? Parse(JsonElement element) => element.GetProperty("T").GetString() switch
    {
        "t" => new(Symbol(element), new(0, TimeOf(element), Number(element, "p"), Number(element, "s"))),
        "q" => new(Symbol(element), new(
            0, TimeOf(element), null, 0, PriceOf(element, "bp"), Number(element, "bs"), PriceOf(element, "ap"),
            Number(element, "as"))),
        "success" => new() { Notice = element.GetProperty("msg").GetString() },
        "error" => new()
        {
            Refusal = $"{element.GetProperty("code").GetInt32()} {element.GetProperty("msg").GetString()}",
            IsFinal = Final.Contains(element.GetProperty("code").GetInt32()),
        },
        _ => null,
    };

    private static string Symbol(JsonElement element) => element.GetProperty("S").GetString() ?? "";

    /// <summary>A side without a quote has the price 0.</summary>
    private static decimal? PriceOf(JsonElement element, string name) =>
        Number(element, name) is > 0 and var price ? price : null;

    private static decimal Number(JsonElement element, string name) => element.GetProperty(name).GetDecimal();

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
