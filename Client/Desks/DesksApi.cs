using Microsoft.AspNetCore.Http.HttpResults;
using TradingOps.Client.Accounts;
using TradingOps.Client.Contract;
using TradingOps.Client.Orders;
using TradingOps.Client.Parameters;
using TradingOps.Client.Problems;
using TradingOps.Grains;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.Desks;

/// <summary><c>/desks</c>: the accounts that name a desk, together. Their breaker is <c>/breakers/desk:ID</c>.</summary>
internal static class DesksApi
{
    public static void MapDesks(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/desks", ListAsync).RequireRole(Role.Viewer).RequireEveryAccount()
            .Describe("Lists the desks that accounts name, with their P&L, exposure and positions.");
        routes.MapGet("/desks/{id}", FindAsync).RequireRole(Role.Viewer).RequireEveryAccount().Problems(404)
            .Describe("P&L, exposure and positions of the accounts of a desk.");
        routes.MapPost("/desks/{id}/flatten", FlattenAsync).RequireRole(Role.Risk).RequireEveryAccount().Problems(400, 404)
            .Describe(
                "Flattens every account of a desk as /accounts/{id}/flatten does. It answers what is left of each, and can be "
                + "repeated.", Parameter.OnBehalfOf);
    }

    private static async Task<Ok<DeskBody[]>> ListAsync(IGrainFactory grains) =>
        TypedResults.Ok((await grains.GetFirm().ListDesks()).Select(DeskBody.From).ToArray());

    private static async Task<Results<Ok<DeskBody>, ProblemResult>> FindAsync(string id, IGrainFactory grains) =>
        OrderReader.IsAccount(id) && await grains.GetFirm().FindDesk(id) is { } desk
            ? TypedResults.Ok(DeskBody.From(desk))
            : Problem.UnknownDesk(id);

    private static async Task<Results<Ok<DeskFlattenedBody[]>, ProblemResult>> FlattenAsync(
        string id, Body<FlattenBody> body, HttpContext context, IGrainFactory grains)
    {
        if (!OrderReader.IsAccount(id)) return Problem.UnknownDesk(id);
        if (!body.TryGet(out var asked, out var problem)) return problem;
        if (await Problem.FindUnknownSymbolAsync(asked.PlainSymbol, grains) is { } unknown) return unknown;
        return await grains.GetDesk(id).Flatten(asked.PlainSymbol, context.GetActor()) is { } flattened
            ? TypedResults.Ok(flattened.Select(DeskFlattenedBody.From).ToArray())
            : Problem.UnknownDesk(id);
    }
}
