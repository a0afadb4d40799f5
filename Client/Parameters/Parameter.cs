using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using TradingOps.Client.Orders;
using TradingOps.Client.Paging;

namespace TradingOps.Client.Contract;

/// <summary>What the contract says of a parameter.</summary>
/// <param name="Name">Its name in the query, or that of the header.</param>
internal sealed record Parameter(string Name)
{
    public static readonly Parameter Account = new("account") { MaxLength = OrderReader.MaxAccountLength };

    public static readonly Parameter Symbol = new("symbol") { MaxLength = OrderReader.MaxSymbolLength };

    public static readonly Parameter Before = new("before") { MaxLength = Page.MaxIdLength };

    public static readonly Parameter Limit = Count("limit", Page.DefaultLimit, Page.MaxLimit);

    /// <summary>Whether it is asked for.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether it is a header.</summary>
    public bool IsHeader { get; init; }

    /// <summary>Every word that it takes; empty where it takes others too.</summary>
    public IEnumerable<string> Words { get; init; } = [];

    /// <summary>Most characters; null where nothing but the size of the request bounds them.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Its value where none is given.</summary>
    public JsonNode? Default { get; init; }

    /// <summary>Largest value of a number, of which the least is 1; null for a text.</summary>
    public int? Maximum { get; init; }

    /// <summary>A whole number from 1.</summary>
    public static Parameter Count(string name, int otherwise, int maximum) =>
        new(name) { Default = otherwise, Maximum = maximum };

    /// <summary>The parameter as the document has it.</summary>
    public OpenApiParameter ToOpenApi() => new()
    {
        Name = Name,
        In = IsHeader ? ParameterLocation.Header : ParameterLocation.Query,
        Required = IsRequired,
        Schema = new OpenApiSchema
        {
            Type = Maximum is null ? JsonSchemaType.String : JsonSchemaType.Integer,
            Enum = Words.Any() ? [.. Words.Select(w => JsonValue.Create(w))] : null,
            MaxLength = MaxLength,
            Default = Default?.DeepClone(),
            Minimum = Maximum is null ? null : "1",
            Maximum = Maximum?.ToString(CultureInfo.InvariantCulture),
        },
    };
}
