using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using TradingOps.Client.Cluster;
using TradingOps.Client.Contract;
using TradingOps.Client.Parameters;
using TradingOps.Client.Problems;
using TradingOps.Engine.Actors;
using TradingOps.Engine.Errors;
using TradingOps.Grains;
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
        Body<NewOrderBody[]> body, HttpContext context, Caller caller, IGrainFactory grains, FrontOptions front,
        OrderRate rate)
    {
        if (!body.TryGet(out var bodies, out var malformed)) return malformed;
        if (bodies.Length is 0 or > OrderRequest.MaxBatch)
            return Problem.Of(
                TradingError.InvalidBatch, $"the batch has {bodies.Length} orders, 1 to {OrderRequest.MaxBatch} are allowed");
        if (rate.Take(context, caller, bodies.Length) is { } tooMany) return tooMany;
        var answers = new OrderAnswer[bodies.Length];
        var accounts = new Dictionary<string, List<(int Place, OrderRequest Order)>>(StringComparer.Ordinal);
        for (var i = 0; i < bodies.Length; i++)
        {
            if (OrderReader.Read(bodies[i], out var account, out var problem) is not { } order)
            {
                answers[i] = OrderAnswer.Of(problem!);
                continue;
            }
            if (!caller.MayUse(account))
            {
                answers[i] = OrderAnswer.Of(Problem.ForbiddenAccountBody(caller, account));
                continue;
            }
            if (!accounts.TryGetValue(account, out var orders)) accounts.Add(account, orders = []);
            orders.Add((i, order));
        }
        var actor = context.GetActor();
        await Task.WhenAll(accounts.Select(a => SubmitAccountAsync(grains, front, a.Key, a.Value, actor, answers)));
        return TypedResults.Ok(answers);
    }

    /// <summary>What one account answers, or that it cannot, is put to its places; the other accounts go on.</summary>
    private static async Task SubmitAccountAsync(
        IGrainFactory grains, FrontOptions front, string account, List<(int Place, OrderRequest Order)> orders,
        Actor actor, OrderAnswer[] answers)
    {
        ImmutableArray<SubmitResult> results;
        try
        {
            results = await grains.GetAccount(account).SubmitOrders([.. orders.Select(o => o.Order)], actor);
        }
        catch (Exception e) when (GrainCall.IsFailure(e))
        {
            var problem = OrderAnswer.Of(ClusterErrors.ToProblem(e, front));
            foreach (var (place, _) in orders) answers[place] = problem;
            return;
        }
        for (var i = 0; i < results.Length; i++) answers[orders[i].Place] = OrderAnswer.From(results[i], created: true);
    }
}
