using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using TradingOps.Client.Problems;

namespace TradingOps.Client;

/// <summary>A number of a body, as a number or as text; see <see cref="ExactNumber"/>.</summary>
internal sealed class ExactNumberConverter : JsonConverter<decimal>
{
    private const int MaxLength = 64;

    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var isText = reader.TokenType == JsonTokenType.String;
        if (!isText && reader.TokenType != JsonTokenType.Number) throw new UnreadValueException(ExactNumber.Allowed);
        var length = reader.HasValueSequence ? (int)Math.Min(reader.ValueSequence.Length, int.MaxValue) : reader.ValueSpan.Length;
        if (length > MaxLength) throw new UnreadValueException(ExactNumber.Allowed);
        Span<byte> copy = stackalloc byte[MaxLength];
        var text = copy[..(isText ? reader.CopyString(copy) : CopyNumber(reader, copy))];
        return ExactNumber.TryParse(text, out var number) ? number : throw new UnreadValueException(ExactNumber.Allowed);
    }

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value);

    private static int CopyNumber(in Utf8JsonReader reader, Span<byte> copy)
    {
        if (reader.HasValueSequence) reader.ValueSequence.CopyTo(copy);
        else reader.ValueSpan.CopyTo(copy);
        return reader.HasValueSequence ? (int)reader.ValueSequence.Length : reader.ValueSpan.Length;
    }
}
