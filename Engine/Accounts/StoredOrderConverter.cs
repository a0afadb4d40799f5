using System.Text.Json;
using System.Text.Json.Serialization;
using TradingOps.Engine.Books;

namespace TradingOps.Engine.Accounts;

/// <summary>
/// The order of a <see cref="DeniedOrder"/> as JSON. In older records what it asks for stands beside the fields of the command
/// instead of in <see cref="BookCommand.Spec"/>; both forms are read.
/// </summary>
internal sealed class StoredOrderConverter : JsonConverter<BookCommand>
{
    /// <inheritdoc/>
    public override BookCommand Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var asSpec = reader;
        var asInstructions = reader;
        var order = JsonSerializer.Deserialize(ref reader, AccountJson.Default.BookCommand);
        if (order.Spec != default) return order;
        var spec = JsonSerializer.Deserialize(ref asSpec, AccountJson.Default.OrderSpec);
        return order with
        {
            Spec = spec with
            {
                Instructions = JsonSerializer.Deserialize(ref asInstructions, AccountJson.Default.OrderInstructions),
            },
        };
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, BookCommand value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, AccountJson.Default.BookCommand);
}
