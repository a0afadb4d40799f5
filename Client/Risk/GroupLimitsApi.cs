using Microsoft.AspNetCore.Http.HttpResults;
using TradingOps.Client.Accounts;
using TradingOps.Client.Contract;
using TradingOps.Client.Orders;
using TradingOps.Client.Parameters;
using TradingOps.Client.Problems;
using TradingOps.Engine.Breakers;
using TradingOps.Grains;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.Risk;

/// <summary><c>/firm/limits</c> and <c>/desks/{id}/limits</c>: limits that accounts have together.</summary>
internal static class GroupLimitsApi
{
    public static void MapGroupLimits(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/firm/limits", (IGrainFactory grains) => FindAsync(BreakerScope.Firm, grains))
            .RequireRole(Role.Viewer).RequireEveryAccount()
            .Describe("The limits on exposure of all accounts together, and what is used of them.");
        routes.MapPut("/firm/limits", (Body<GroupLimitsChangeBody> body, HttpContext context, IGrainFactory grains) =>
                SetAsync(BreakerScope.Firm, body, context, grains))
            .RequireRole(Role.Risk).RequireEveryAccount().Problems(400)
            .Describe("Sets the limits on exposure of all accounts together; [] for none.", Parameter.OnBehalfOf);
        routes.MapGet("/desks/{id}/limits", (string id, IGrainFactory grains) => FindAsync(BreakerScope.Desk(id), grains))
            .RequireRole(Role.Viewer).RequireEveryAccount().Problems(404)
            .Describe("The limits on exposure of a desk, and what its accounts use of them.");
        routes.MapPut("/desks/{id}/limits", (
                    string id, Body<GroupLimitsChangeBody> body, HttpContext context, IGrainFactory grains) =>
                SetAsync(BreakerScope.Desk(id), body, context, grains))
            .RequireRole(Role.Risk).RequireEveryAccount().Problems(400, 404)
            .Describe("Sets the limits on exposure of a desk; [] for none.", Parameter.OnBehalfOf);
    }

    private static async Task<Results<Ok<GroupLimitsBody>, ProblemResult>> FindAsync(BreakerScope scope, IGrainFactory grains) =>
        IsScope(scope) && await grains.GetFirm().FindLimits(scope.ToString()) is { } limits
            ? TypedResults.Ok(GroupLimitsBody.From(limits))
            : Unknown(scope);

    private static async Task<Results<Ok<GroupLimitsBody>, ProblemResult>> SetAsync(
        BreakerScope scope, Body<GroupLimitsChangeBody> body, HttpContext context, IGrainFactory grains)
    {
        if (!IsScope(scope)) return Unknown(scope);
        if (!body.TryGet(out var asked, out var problem)) return problem;
        if (asked.Check() is { } wrong) return wrong;
        var set = await grains.GetFirm().SetLimits(
            scope.ToString(), [.. asked.Limits!.Select(l => l.ToValue())], PlainText.Clean(asked.Reason)!, context.GetActor());
        return set is null ? Unknown(scope) : TypedResults.Ok(GroupLimitsBody.From(set));
    }

    private static bool IsScope(BreakerScope scope) => scope.Kind == BreakerKind.Firm || OrderReader.IsAccount(scope.Name);

    private static ProblemResult Unknown(BreakerScope scope) => Problem.UnknownDesk(scope.Name);
}
