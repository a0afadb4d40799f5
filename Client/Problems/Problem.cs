using Microsoft.AspNetCore.WebUtilities;
using TradingOps.Bodies;
using TradingOps.Bodies.Orders;
using TradingOps.Engine.Errors;
using TradingOps.Grains;
using TradingOps.Grains.Instruments;
using TradingOps.Hosting.Access;
using TradingOps.Hosting.Limits;

namespace TradingOps.Client.Problems;

/// <summary>Errors as RFC 9457 <c>application/problem+json</c> with <c>code</c>, <c>detail</c> and <c>retryable</c>.</summary>
internal static class Problem
{
    /// <summary>500: a bug.</summary>
    public static ProblemResult Unexpected { get; } = Of(
        TradingError.InternalError, "the request failed with an unexpected error, which is in the log");

    /// <summary>404: the account was never opened.</summary>
    public static ProblemResult UnknownAccount(string account) =>
        Of(TradingError.UnknownAccount, $"account '{Excerpt.Of(account)}' is not known");

    /// <summary>404: no account names the desk.</summary>
    public static ProblemResult UnknownDesk(string desk) =>
        Of(TradingError.UnknownDesk, $"no account is of desk '{Excerpt.Of(desk)}'");

    /// <summary>404: the desk does not trade the symbol.</summary>
    public static async Task<ProblemResult> UnknownSymbolAsync(string symbol, IGrainFactory grains) => Of(
        TradingError.UnknownSymbol,
        UnknownSymbol.Explain(Excerpt.Of(symbol), await grains.GetInstrumentCatalogue().FindNearest(symbol)));

    /// <summary>404: a symbol that the desk does not trade; null without a symbol, or if it does.</summary>
    public static async Task<ProblemResult?> FindUnknownSymbolAsync(string? symbol, IGrainFactory grains) =>
        symbol is null || await grains.GetInstrumentCatalogue().Find(symbol) is not null
            ? null
            : await UnknownSymbolAsync(symbol, grains);

    /// <summary>The status is that of the code.</summary>
    public static ProblemResult Of(TradingError code, string detail, OrderBody? order = null) => Of(BodyOf(code, detail, order));

    public static ProblemResult Of(ProblemBody body) => new(body);

    /// <summary>400: a body lacks a field.</summary>
    public static ProblemResult Missing(string field) => Of(TradingError.MissingField, $"field '{field}' is missing");

    /// <summary>What routing or the server answers without a body.</summary>
    public static ProblemResult OfStatus(HttpContext context)
    {
        var (status, request) = (context.Response.StatusCode, context.Request);
        return OfServer(status, status switch
        {
            404 => $"no such path: {request.Path}",
            405 => $"{request.Path} does not take {request.Method}",
            415 => $"content type '{request.ContentType}' is not application/json",
            _ => $"the server refused the request: {ServerRefusals.CodeOf(status).Explain()}",
        });
    }

    /// <summary>What failed before an endpoint had the request: a bug, unless the server refused the request.</summary>
    public static ProblemResult OfFailure(Exception? e) => e is BadHttpRequestException refused
        ? OfServer(refused.StatusCode, refused.Message)
        : Unexpected;

    /// <summary>A status of the server or its routing.</summary>
    public static ProblemResult OfServer(int status, string detail) =>
        Of(BodyOf(ServerRefusals.CodeOf(status), detail, status: status));

    /// <summary>403: the caller may not use an account.</summary>
    public static ProblemResult ForbiddenAccount(Caller caller, string account) => Of(ForbiddenAccountBody(caller, account));

    /// <summary>403: the caller may not use an account.</summary>
    public static ProblemBody ForbiddenAccountBody(Caller caller, string account) =>
        BodyOf(TradingError.AccountForbidden, $"key '{caller.Name}' may not use account '{account}'");

    /// <summary>403: the caller may not use the account of an order, and does not learn whose it is.</summary>
    public static ProblemResult ForbiddenOrder(Caller caller, string id) =>
        Of(TradingError.AccountForbidden, $"key '{caller.Name}' may not use the account of order {id}");

    /// <summary>400: a field has a value that it cannot have. The code is <c>invalid_</c> and the field's name.</summary>
    public static ProblemResult OfField(string field, string detail) =>
        Of(new ProblemBody(ReasonPhrases.GetReasonPhrase(400), 400, detail, "invalid_" + field, Retryable: false, Order: null));

    /// <summary>The status is that of the code unless <paramref name="status"/> says otherwise.</summary>
    public static ProblemBody BodyOf(TradingError code, string detail, OrderBody? order = null, int? status = null)
    {
        var known = status ?? code.ToStatus();
        return new(
            ReasonPhrases.GetReasonPhrase(known), known, detail, code.ToName(), TradingErrors.IsRetryable(known), order);
    }
}
