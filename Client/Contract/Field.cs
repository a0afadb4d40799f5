using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace TradingOps.Client.Contract;

/// <summary>What the contract says of a field beyond its type.</summary>
/// <param name="Body">The body that has it.</param>
/// <param name="Name">Its name in JSON.</param>
internal sealed record Field(Type Body, string Name)
{
    /// <summary>Whether a body without it is refused.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Every word that it takes; empty where it takes others too.</summary>
    public IEnumerable<string> Words { get; init; } = [];

    /// <summary>Most characters; null where nothing but the size of the body bounds them.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Adds itself to the schema of its body.</summary>
    public void ApplyTo(OpenApiSchema body)
    {
        var field = (OpenApiSchema)body.Properties![Name];
        if (IsRequired) (body.Required ??= new HashSet<string>()).Add(Name);
        if (IsRequired || Words.Any()) field.Type &= ~JsonSchemaType.Null;
        if (Words.Any()) field.Enum = [.. Words.Select(w => JsonValue.Create(w))];
        field.MaxLength = MaxLength;
    }
}
