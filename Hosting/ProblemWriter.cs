using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using TradingOps.Engine.Errors;

namespace TradingOps.Hosting;

/// <summary>Answers with an error in the shape of RFC 9457, where no endpoint was reached.</summary>
public static class ProblemWriter
{
    /// <summary>Writes the answer.</summary>
    public static async Task WriteAsync(HttpContext context, TradingError code, string detail)
    {
        var status = code.ToStatus();
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/problem+json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("title", ReasonPhrases.GetReasonPhrase(status));
        json.WriteNumber("status", status);
        json.WriteString("detail", detail);
        json.WriteString("code", code.ToName());
        json.WriteBoolean("retryable", TradingErrors.IsRetryable(status));
        json.WriteEndObject();
    }
}
