using Microsoft.AspNetCore.WebUtilities;
using TradingOps.Client.Orders;
using TradingOps.Grains;
using TradingOps.Grains.Instruments;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.Problems;

/// <summary>Errors as RFC 9457 <c>application/problem+json</c> with <c>code</c>, <c>detail</c> and <c>retryable</c>.</summary>
internal static class Problem
{
    private const string ContentType = "application/problem+json";

    public static IResult BadRequest(string code, string detail) => Of(400, code, detail);

    public static IResult NotFound(string code, string detail) => Of(404, code, detail);

    /// <summary>404: nobody ever opened the account.</summary>
    public static IResult UnknownAccount(string account) =>
        NotFound("unknown_account", $"account '{Excerpt.Of(account)}' is not known");

    /// <summary>404: the desk does not trade the symbol.</summary>
    public static async Task<IResult> UnknownSymbolAsync(string symbol, IGrainFactory grains) => NotFound(UnknownSymbol.Code,
        UnknownSymbol.Explain(Excerpt.Of(symbol), await grains.GetInstrumentCatalogue().FindNearest(symbol)));

    public static IResult Retryable(string code, string detail) => Of(503, code, detail, retryable: true);

    public static IResult Of(int status, string code, string detail, bool retryable = false, OrderBody? order = null) =>
        Of(BodyOf(status, code, detail, retryable, order));

    public static IResult Of(ProblemBody body) =>
        TypedResults.Json(body, ApiJson.Default.ProblemBody, ContentType, body.Status);

    /// <summary>What routing or the server says without a body.</summary>
    public static IResult OfStatus(HttpContext context) => context.Response.StatusCode switch
    {
        404 => NotFound("not_found", $"no such path: {context.Request.Path}"),
        405 => Of(405, "method_not_allowed", $"{context.Request.Path} does not take {context.Request.Method}"),
        413 => Of(413, "body_too_large", "the body is too large"),
        415 => Of(415, "unsupported_media_type", $"content type '{context.Request.ContentType}' is not application/json"),
        var status => Of(status, status < 500 ? "malformed_request" : "internal_error", "the request cannot be answered"),
    };

    /// <summary>403: the caller may not use an account.</summary>
    public static ProblemBody ForbiddenAccount(Caller caller, string account) =>
        BodyOf(403, "account_forbidden", $"key '{caller.Name}' may not use account '{account}'");

    /// <summary>403: the caller may not use the account of an order, and does not learn whose it is.</summary>
    public static IResult ForbiddenOrder(Caller caller, string id) =>
        Of(403, "account_forbidden", $"key '{caller.Name}' may not use the account of order {id}");

    public static ProblemBody BodyOf(int status, string code, string detail, bool retryable = false, OrderBody? order = null) =>
        new(ReasonPhrases.GetReasonPhrase(status), status, detail, code, retryable, order);
}
