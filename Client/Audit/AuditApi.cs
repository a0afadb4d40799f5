using TradingOps.Client.Problems;
using TradingOps.Grains;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.Audit;

/// <summary><c>/audit</c></summary>
internal static class AuditApi
{
    public static void MapAudit(this IEndpointRouteBuilder routes) => routes.MapGet("/audit", RunAsync).RequireRole(Role.Risk);

    private static async Task<IResult> RunAsync(Caller caller, IGrainFactory grains) => !caller.MayUseEveryAccount
        ? Problem.Of(Problem.ForbiddenAccount(caller, Caller.AnyAccount))
        : TypedResults.Json(AuditBody.From(await grains.GetAudit().Run()), ApiJson.Default.AuditBody);
}
