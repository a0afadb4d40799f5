namespace TradingOps.Client.Problems;

/// <summary>An answer that is a problem. Which statuses an endpoint may answer is said where it is mapped.</summary>
/// <param name="body">The problem.</param>
/// <param name="retryAfter">Value of the header Retry-After; null for none.</param>
internal sealed class ProblemResult(ProblemBody body, string? retryAfter = null) : IResult
{
    /// <summary>The media type (RFC 9457).</summary>
    public const string ContentType = "application/problem+json";

    /// <summary>The problem.</summary>
    public ProblemBody Body => body;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (retryAfter is not null) httpContext.Response.Headers.RetryAfter = retryAfter;
        return TypedResults.Json(body, ApiJson.Default.ProblemBody, ContentType, body.Status).ExecuteAsync(httpContext);
    }
}
