namespace TradingOps.Client.Problems;

/// <summary>An answer that is a problem. Which statuses an endpoint may answer is said where it is mapped.</summary>
internal sealed class ProblemResult(ProblemBody body) : IResult
{
    /// <summary>The media type (RFC 9457).</summary>
    public const string ContentType = "application/problem+json";

    public Task ExecuteAsync(HttpContext httpContext) =>
        TypedResults.Json(body, ApiJson.Default.ProblemBody, ContentType, body.Status).ExecuteAsync(httpContext);
}
