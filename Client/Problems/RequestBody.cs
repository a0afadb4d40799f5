using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Features;

namespace TradingOps.Client.Problems;

/// <summary>Reads JSON bodies; what is wrong with one is named in one problem.</summary>
internal static class RequestBody
{
    /// <summary>The body as a value without unknown fields, or the problem to answer.</summary>
    public static async Task<(T? Value, IResult? Problem)> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type)
        where T : class
    {
        var (value, problem) = await ReadJsonAsync(request, type);
        return value is StrictBody { Unknown: { Count: > 0 } unknown }
            ? (null, Problem.BadRequest("unknown_field", $"field '{unknown.Keys.First()}' is not known"))
            : (value, problem);
    }

    /// <summary>The body as an array, unknown fields of its elements left in, or the problem to answer.</summary>
    public static async Task<(T[]? Value, IResult? Problem)> ReadArrayAsync<T>(HttpRequest request, JsonTypeInfo<T[]> type)
        where T : StrictBody
    {
        var (values, problem) = await ReadJsonAsync(request, type);
        return values is not null && Array.FindIndex(values, v => v is null) is >= 0 and var place
            ? (null, Problem.BadRequest("malformed_json", $"element {place} is null"))
            : (values, problem);
    }

    private static async Task<(T? Value, IResult? Problem)> ReadJsonAsync<T>(HttpRequest request, JsonTypeInfo<T> type)
        where T : class
    {
        if (!request.HasJsonContentType())
            return (null, Problem.Of(
                415, "unsupported_media_type", $"content type '{request.ContentType}' is not application/json"));
        try
        {
            var value = await JsonSerializer.DeserializeAsync(request.BodyReader, type, request.HttpContext.RequestAborted);
            return value is null ? (null, Problem.BadRequest("malformed_json", "the body is null")) : (value, null);
        }
        catch (JsonException e)
        {
            return (null, Explain(e));
        }
        catch (BadHttpRequestException e)
        {
            return (null, e.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? Problem.Of(413, "body_too_large", $"the body is larger than {MaxLength(request)} bytes")
                : Problem.Of(e.StatusCode, "malformed_request", e.Message));
        }
    }

    private static long? MaxLength(HttpRequest request) =>
        request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;

    private static IResult Explain(JsonException e)
    {
        // $.qty, or $[3].qty in an array.
        var field = e.Path is { Length: > 2 } path ? path[1..].TrimStart('.') : null;
        var isValue = field is not null && e.InnerException is not null and not JsonException
            || e.Message.StartsWith("The JSON value", StringComparison.Ordinal);
        if (field is not null && isValue)
            return Problem.BadRequest(
                CodeOf(field[(field.LastIndexOf('.') + 1)..]), $"field '{field}' has a value that cannot be read");
        return Problem.BadRequest("malformed_json", $"the body is not valid JSON: {e.Message}");
    }

    private static string CodeOf(string field) => field switch
    {
        "qty" => "invalid_quantity",
        "limit_price" or "stop_price" => "invalid_price",
        _ when field.Contains('[', StringComparison.Ordinal) => "malformed_json",
        _ => "invalid_" + field,
    };
}
