using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using TradingOps.Bodies;
using TradingOps.Client.Breakers;
using TradingOps.Client.Contract;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;
using TradingOps.Grains;
using TradingOps.Grains.Losses;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.Losses;

/// <summary><c>/losses</c></summary>
internal static class LossesApi
{
    public static void MapLosses(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/losses", ListAsync).RequireRole(Role.Admin).Describe(
            "Lists losses of acknowledged records that the database came back without, newest first. No order is taken while one "
            + "is not approved.");
        routes.MapPost("/losses/{id}/accept", AcceptAsync).RequireRole(Role.Admin).Problems(404, 409).Describe(
            "Accepts a loss; 202 for the first of two people, 200 for the second, after whom orders are taken again.");
    }

    private static async Task<Results<Ok<LossBody[]>, ProblemResult>> ListAsync(Caller caller, IGrainFactory grains) =>
        caller.MayUseEveryAccount
            ? TypedResults.Ok((await grains.GetLosses().List()).Select(LossBody.From).ToArray())
            : Problem.ForbiddenAccount(caller, Caller.AnyAccount);

    private static async Task<Results<Ok<LossBody>, Accepted<LossBody>, ProblemResult>> AcceptAsync(
        string id, Body<BreakerChangeBody> body, Caller caller, IGrainFactory grains)
    {
        if (!caller.MayUseEveryAccount) return Problem.ForbiddenAccount(caller, Caller.AnyAccount);
        if (!body.TryGet(out var change, out var problem)) return problem;
        if (change.Check() is { } wrong) return wrong;
        var answer = long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? await grains.GetLosses().Accept(number, change.CleanReason!, caller.Name)
            : null;
        return answer switch
        {
            null => Problem.Of(TradingError.UnknownLoss, $"there is no loss '{Excerpt.Of(id)}'"),
            { Refusal: LossRefusal.Approved } approved => Problem.Of(TradingError.LossAccepted,
                $"loss {id} was accepted by {approved.Loss.AcceptedBy} and {approved.Loss.ApprovedBy}"),
            { Refusal: LossRefusal.SecondPersonRequired } => Problem.Of(TradingError.SecondPersonRequired,
                $"{caller.Name} has accepted loss {id}: another person has to accept it too"),
            { Loss.ApprovedBy: null } first => TypedResults.Accepted("", LossBody.From(first.Loss)),
            var second => TypedResults.Ok(LossBody.From(second.Loss)),
        };
    }
}
