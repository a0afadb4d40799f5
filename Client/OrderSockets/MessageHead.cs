using System.Text.Json;

namespace TradingOps.Client.OrderSockets;

/// <summary>What can be read of a message before it is known what it is, and where the rest of it is wrong.</summary>
internal readonly record struct MessageHead
{
    /// <summary>Whether the message is a JSON object from its beginning to its end.</summary>
    public bool IsObject { get; private init; }

    /// <summary>Whether it has an <c>op</c>: a message without one is a subscription.</summary>
    public bool HasOp { get; private init; }

    /// <summary>The <c>op</c>; null if it is not a text.</summary>
    public string? Op { get; private init; }

    /// <summary>The <c>id</c>; null if it is missing, comes after an error in the JSON, or is not a whole number.</summary>
    public long? Id { get; private init; }

    /// <summary>Reads as far as the message is JSON.</summary>
    public static MessageHead Read(ReadOnlySpan<byte> json)
    {
        var head = new MessageHead();
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return head;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var (isOp, isId) = (reader.ValueTextEquals("op"u8), reader.ValueTextEquals("id"u8));
                reader.Read();
                if (isOp) head = head with { HasOp = true };
                if (isOp && reader.TokenType == JsonTokenType.String) head = head with { Op = reader.GetString() };
                if (isId && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var id))
                    head = head with { Id = id };
                reader.Skip();
            }
            return head with { IsObject = !reader.Read() };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // It ends too early, or has a text that is no text. Reading it as a whole finds the same, and names it.
            return head;
        }
    }
}
