using Microsoft.OpenApi;

namespace TradingOps.Client.Parameters;

/// <summary>
/// A parameter in the query or a header. The records that derive from it read and check it too, so that one place does all three.
/// </summary>
/// <param name="Name">Its name.</param>
internal record Parameter(string Name)
{
    /// <summary>Whom the caller acts for; the access layer reads and checks it.</summary>
    public static Parameter OnBehalfOf { get; } = new(Hosting.Access.OnBehalfOf.Header) { IsHeader = true };

    /// <summary>Whether a request without it is refused.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether it is a header.</summary>
    public bool IsHeader { get; init; }

    /// <summary>Its value in the query; null without one.</summary>
    public string? ValueOf(HttpRequest request) =>
        request.Query.TryGetValue(Name, out var value) ? value.ToString() : null;

    /// <summary>The parameter as the contract has it.</summary>
    public OpenApiParameter ToOpenApi() => new()
    {
        Name = Name,
        In = IsHeader ? ParameterLocation.Header : ParameterLocation.Query,
        Required = IsRequired,
        Schema = ToSchema(),
    };

    /// <summary>Its values as the contract has them.</summary>
    protected virtual OpenApiSchema ToSchema() => new() { Type = JsonSchemaType.String };
}
