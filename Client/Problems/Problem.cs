using System.Text.Json;
using TradingOps.Client.Orders;

namespace TradingOps.Client.Problems;

/// <summary>Errors as RFC 9457 <c>application/problem+json</c> with <c>code</c>, <c>detail</c> and <c>retryable</c>.</summary>
internal static class Problem
{
    public static IResult BadRequest(string code, string detail) => Of(400, code, detail);

    public static IResult NotFound(string code, string detail) => Of(404, code, detail);

    public static IResult Retryable(string code, string detail) => Of(503, code, detail, retryable: true);

    public static IResult Of(int status, string code, string detail, bool retryable = false, OrderBody? order = null)
    {
        var extensions = new Dictionary<string, object?> { ["code"] = code, ["retryable"] = retryable };
        if (order is not null) extensions["order"] = JsonSerializer.SerializeToElement(order, ApiJson.Default.OrderBody);
        return TypedResults.Problem(detail, statusCode: status, extensions: extensions);
    }
}
