using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Features;
using TradingOps.Bodies;
using TradingOps.Engine.Errors;

namespace TradingOps.Client.Problems;

/// <summary>Reads JSON bodies; what is wrong with one is named in one problem.</summary>
internal static class RequestBody
{
    /// <summary>
    /// The body as a value without unknown fields, or the problem to answer. Of an array no element is null; unknown fields of
    /// its elements are left in.
    /// </summary>
    public static async Task<(T? Value, ProblemResult? Problem)> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type)
        where T : class
    {
        var (value, problem) = await ReadJsonAsync(request, type);
        return Check(value) is { } wrong ? (null, wrong) : (value, problem);
    }

    /// <summary>The same of JSON that did not come as the body of an HTTP request.</summary>
    public static (T? Value, ProblemResult? Problem) Read<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type) where T : class
    {
        var (value, problem) = Parse(json, type);
        return Check(value) is { } wrong ? (null, wrong) : (value, problem);
    }

    private static ProblemResult? Check(object? value) => value switch
    {
        StrictBody body when body.DescribeUnknown() is { } unknown => Problem.Of(TradingError.UnknownField, unknown),
        object?[] values when Array.FindIndex(values, v => v is null) is >= 0 and var place =>
            Problem.Of(TradingError.MalformedJson, $"element {place} is null"),
        _ => null,
    };

    /// <summary>Reads a body as a parser does. It is held whole until then; its size is bounded.</summary>
    public static async Task<(T? Value, ProblemResult? Problem)> ReadAsync<T, TArgument>(
        HttpRequest request, TArgument argument, BodyParser<T, TArgument> parse) where T : class
    {
        try
        {
            var body = await ReadWholeAsync(request.BodyReader, request.HttpContext.RequestAborted);
            var copy = body.IsSingleSegment ? null : ArrayPool<byte>.Shared.Rent((int)body.Length);
            try
            {
                if (copy is not null) body.CopyTo(copy);
                return parse(copy is null ? body.FirstSpan : copy.AsSpan(0, (int)body.Length), argument);
            }
            finally
            {
                if (copy is not null) ArrayPool<byte>.Shared.Return(copy);
                request.BodyReader.AdvanceTo(body.End);
            }
        }
        catch (BadHttpRequestException e)
        {
            return (null, e.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? Problem.Of(TradingError.BodyTooLarge, $"the body is larger than {MaxLength(request)} bytes")
                : Problem.OfServer(e.StatusCode, e.Message));
        }
    }

    private static Task<(T? Value, ProblemResult? Problem)> ReadJsonAsync<T>(HttpRequest request, JsonTypeInfo<T> type)
        where T : class => request.HasJsonContentType()
            ? ReadAsync(request, type, static (json, type) => Parse(json, type))
            : Task.FromResult<(T?, ProblemResult?)>((null, Problem.Of(
                TradingError.UnsupportedMediaType, $"content type '{request.ContentType}' is not application/json")));

    /// <summary>A value that cannot be read is shown, so the body is held until it is parsed; its size is bounded.</summary>
    private static async ValueTask<ReadOnlySequence<byte>> ReadWholeAsync(PipeReader reader, CancellationToken aborted)
    {
        ReadResult read;
        while (!(read = await reader.ReadAsync(aborted)).IsCompleted) reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        return read.Buffer;
    }

    private static (T? Value, ProblemResult? Problem) Parse<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type) where T : class
    {
        if (json.StartsWith(Encoding.UTF8.Preamble)) json = json[Encoding.UTF8.Preamble.Length..];
        try
        {
            var value = JsonSerializer.Deserialize(json, type);
            return value is null ? (null, Problem.Of(TradingError.MalformedJson, "the body is null")) : (value, null);
        }
        catch (JsonException e)
        {
            return (null, Explain(json, e));
        }
    }

    private static long? MaxLength(HttpRequest request) =>
        request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;

    private static ProblemResult Explain(ReadOnlySpan<byte> json, JsonException e)
    {
        // $.qty, or $[3].qty in an array.
        var field = e.Path is { Length: > 2 } path ? path[1..].TrimStart('.') : null;
        var allowed = e is UnreadValueException unread ? $"is not {unread.Allowed}" : "cannot be read";
        var isValue = field is not null && e.InnerException is not null and not JsonException
            || e.Message.StartsWith("The JSON value", StringComparison.Ordinal);
        if (field is not null && isValue)
        {
            var value = UnreadValue.Find(json, e) is { } text ? $"the value '{text}', which" : "a value that";
            return OfUnread(field[(field.LastIndexOf('.') + 1)..], $"field '{field}' has {value} {allowed}");
        }
        return Problem.Of(TradingError.MalformedJson, $"the body is not valid JSON: {e.Message}");
    }

    private static ProblemResult OfUnread(string field, string detail) => field switch
    {
        "qty" => Problem.Of(TradingError.InvalidQuantity, detail),
        "limit_price" or "stop_price" => Problem.Of(TradingError.InvalidPrice, detail),
        _ when field.Contains('[', StringComparison.Ordinal) => Problem.Of(TradingError.MalformedJson, detail),
        _ => Problem.OfField(field, detail),
    };
}
