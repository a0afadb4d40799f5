using TradingOps.Client.Problems;
using TradingOps.Grains;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.Firm;

/// <summary><c>/firm</c></summary>
internal static class FirmApi
{
    public static void MapFirm(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/firm", FindAsync).RequireRole(Role.Viewer);

    private static async Task<IResult> FindAsync(Caller caller, IGrainFactory grains) => !caller.MayUseEveryAccount
        ? Problem.Of(Problem.ForbiddenAccount(caller, Caller.AnyAccount))
        : TypedResults.Json(FirmBody.From(await grains.GetFirm().GetFirm()), ApiJson.Default.FirmBody);
}
