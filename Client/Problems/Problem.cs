using Microsoft.AspNetCore.WebUtilities;
using TradingOps.Client.Orders;

namespace TradingOps.Client.Problems;

/// <summary>Errors as RFC 9457 <c>application/problem+json</c> with <c>code</c>, <c>detail</c> and <c>retryable</c>.</summary>
internal static class Problem
{
    private const string ContentType = "application/problem+json";

    public static IResult BadRequest(string code, string detail) => Of(400, code, detail);

    public static IResult NotFound(string code, string detail) => Of(404, code, detail);

    public static IResult Retryable(string code, string detail) => Of(503, code, detail, retryable: true);

    public static IResult Of(int status, string code, string detail, bool retryable = false, OrderBody? order = null) =>
        Of(BodyOf(status, code, detail, retryable, order));

    public static IResult Of(ProblemBody body) =>
        TypedResults.Json(body, ApiJson.Default.ProblemBody, ContentType, body.Status);

    public static ProblemBody BodyOf(int status, string code, string detail, bool retryable = false, OrderBody? order = null) =>
        new(ReasonPhrases.GetReasonPhrase(status), status, detail, code, retryable, order);
}
