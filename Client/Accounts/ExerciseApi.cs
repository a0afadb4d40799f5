using Microsoft.AspNetCore.Http.HttpResults;
using TradingOps.Client.Contract;
using TradingOps.Client.Orders;
using TradingOps.Client.Parameters;
using TradingOps.Client.Prices;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Grains;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.Accounts;

/// <summary><c>POST /accounts/{id}/exercise</c>: what becomes of options.</summary>
internal static class ExerciseApi
{
    /// <summary>Maps it.</summary>
    /// <param name="account">The group of endpoints of one account.</param>
    public static void MapExercise(this IEndpointRouteBuilder account) =>
        account.MapPost("/{id}/exercise", ExerciseAsync).RequireRole(Role.Trader).Problems(404, 422).Describe(
            "Exercises options (exercise), or lets them expire even in the money (do_not). An American option is exercised at "
            + "once, a European one when it expires. A reference exercises once, however often it is sent.",
            Parameter.OnBehalfOf);

    private static async Task<Results<Ok<ExercisedBody>, ProblemResult>> ExerciseAsync(
        string id, Body<ExerciseBody> body, HttpContext context, IGrainFactory grains)
    {
        if (!body.TryGet(out var asked, out var problem)) return problem;
        if (asked.Symbol is not { } named) return Problem.Missing("symbol");
        if (!OrderReader.IsText(named, OrderReader.MaxSymbolLength))
            return Problem.Of(TradingError.InvalidSymbol, OrderReader.ExplainSymbol(named));
        if (asked.Action is null) return Problem.Missing("action");
        if (!PriceWords.Actions.TryRead(asked.Action, default, out var action))
            return Problem.Of(TradingError.InvalidAction, PriceWords.Actions.Explain("action", asked.Action));
        if (asked.Reference is { } given && (given.Length is 0 or > AccountSettingsApi.MaxReferenceLength))
            return Problem.Of(
                TradingError.InvalidReference, $"reference must have 1 to {AccountSettingsApi.MaxReferenceLength} characters");
        var symbol = OptionSymbol.WithoutPadding(named);
        var reference = asked.Reference ?? Guid.NewGuid().ToString("n");
        var answer = await grains.GetAccount(id).Exercise(new(symbol, action, asked.Qty, reference), context.GetActor());
        return answer switch
        {
            null => Problem.UnknownAccount(id),
            { Code: { } code } => Problem.Of(code, answer.Detail!),
            _ => TypedResults.Ok(new ExercisedBody(
                id, symbol, PriceWords.Actions[action], answer.Quantity, reference,
                answer.IsExercised ? "exercised" : "noted")),
        };
    }
}
