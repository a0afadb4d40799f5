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
        using var document = JsonDocument.ParseValue(ref reader);
        var order = document.RootElement.Deserialize(AccountJson.Default.BookCommand);
        if (document.RootElement.TryGetProperty("spec", out _)) return order;
        var spec = document.RootElement.Deserialize(AccountJson.Default.OrderSpec);
        return order with
        {
            Spec = spec with { Instructions = document.RootElement.Deserialize(AccountJson.Default.OrderInstructions) },
        };
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, BookCommand value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, AccountJson.Default.BookCommand);
}
