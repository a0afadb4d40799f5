using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using TradingOps.Engine.Errors;

namespace TradingOps.Hosting;

/// <summary>Answers with an error in the shape of RFC 9457, where no endpoint was reached.</summary>
public static class ProblemWriter
{
    /// <summary>The media type.</summary>
    internal const string ContentType = "application/problem+json";

    /// <summary>Writes the answer.</summary>
    public static async Task WriteAsync(HttpContext context, TradingError code, string detail)
    {
        var status = code.ToStatus();
        context.Response.StatusCode = status;
        context.Response.ContentType = ContentType;
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        Write(json, status, code, detail);
    }

    /// <summary>The body of the answer.</summary>
    internal static byte[] ToJson(int status, TradingError code, string detail)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer)) Write(json, status, code, detail);
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, int status, TradingError code, string detail)
    {
        json.WriteStartObject();
        json.WriteString("title", ReasonPhrases.GetReasonPhrase(status));
        json.WriteNumber("status", status);
        json.WriteString("detail", detail);
        json.WriteString("code", code.ToName());
        json.WriteBoolean("retryable", TradingErrors.IsRetryable(status));
        json.WriteEndObject();
    }
}
