using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using TradingOps.Bodies.Orders;
using TradingOps.Client.Cluster;
using TradingOps.Client.Problems;
using TradingOps.Grains.Orders;

namespace TradingOps.Client.Orders;

/// <summary>The answer to one order: the order, or the problem. As an element of a batch it is written as it is.</summary>
internal sealed record OrderAnswer(
    int Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] OrderBody? Order,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ProblemBody? Problem)
{
    /// <summary>The answer with a problem.</summary>
    public static OrderAnswer Of(ProblemBody problem) => new(problem.Status, null, problem);

    /// <summary>The answer over HTTP to a request that may enter an order.</summary>
    public Results<Created<OrderBody>, Ok<OrderBody>, ProblemResult> ToResult() => this switch
    {
        { Problem: { } refused } => Problems.Problem.Of(refused),
        { Status: StatusCodes.Status201Created } => TypedResults.Created("", Order),
        _ => TypedResults.Ok(Order),
    };

    /// <summary>The answer to an order, or to a request to change one.</summary>
    public static OrderAnswer From(SubmitResult result, bool created)
    {
        var order = result.Order is null ? null : OrderBody.From(result.Order);
        return result.Outcome switch
        {
            SubmitOutcome.Accepted => new(created ? StatusCodes.Status201Created : StatusCodes.Status200OK, order, null),
            SubmitOutcome.Existing => new(StatusCodes.Status200OK, order, null),
            SubmitOutcome.Invalid or SubmitOutcome.NotFound or SubmitOutcome.Conflict => Of(),
            // A book refuses an order for reasons that are 400 where the account finds them.
            SubmitOutcome.Refused => Of(StatusCodes.Status422UnprocessableEntity),
            SubmitOutcome.Unavailable => OrderAnswer.Of(ClusterErrors.ToProblem(result.Code!.Value, result.Detail!)),
            _ => throw new InvalidOperationException($"no answer for {result.Outcome}"),
        };

        OrderAnswer Of(int? status = null) =>
            OrderAnswer.Of(Problems.Problem.BodyOf(result.Code!.Value, result.Detail!, order, status));
    }
}
