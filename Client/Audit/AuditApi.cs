using Microsoft.AspNetCore.Http.HttpResults;
using TradingOps.Client.Accounts;
using TradingOps.Client.Contract;
using TradingOps.Grains;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.Audit;

/// <summary><c>/audit</c></summary>
internal static class AuditApi
{
    public static void MapAudit(this IEndpointRouteBuilder routes) => routes.MapGet("/audit", RunAsync)
        .RequireRole(Role.Risk).RequireEveryAccount().Describe("Compares accounts, books and store now.");

    private static async Task<Ok<AuditBody>> RunAsync(IGrainFactory grains) =>
        TypedResults.Ok(AuditBody.From(await grains.GetAudit().Run()));
}
