using Microsoft.AspNetCore.Http.HttpResults;
using TradingOps.Client.Contract;
using TradingOps.Client.Parameters;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;
using TradingOps.Grains.Orders;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.Orders;

/// <summary><c>POST /orders/batch</c>: many orders in one request, one grain call an account.</summary>
internal static class BatchApi
{
    public static void MapOrderBatch(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/orders/batch", SubmitAsync).RequireRole(Role.Trader)
            .Describe("Sends up to 1,000 orders; answers each in its place.", Parameter.OnBehalfOf);

    private static async Task<Results<Ok<OrderAnswer[]>, ProblemResult>> SubmitAsync(
        Body<NewOrderBody[]> body, HttpContext context, OrderOperations operations, OrderRate rate)
    {
        if (!body.TryGet(out var bodies, out var malformed)) return malformed;
        if (bodies.Length is 0 or > OrderRequest.MaxBatch)
            return Problem.Of(
                TradingError.InvalidBatch, $"the batch has {bodies.Length} orders, 1 to {OrderRequest.MaxBatch} are allowed");
        var sender = Sender.Of(context);
        if (rate.Take(sender.Caller, bodies.Length) is { } tooMany) return tooMany;
        return TypedResults.Ok(await operations.SubmitAsync(bodies, sender));
    }
}
