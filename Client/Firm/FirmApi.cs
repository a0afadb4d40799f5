using Microsoft.AspNetCore.Http.HttpResults;
using TradingOps.Client.Accounts;
using TradingOps.Client.Contract;
using TradingOps.Grains;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.Firm;

/// <summary><c>/firm</c></summary>
internal static class FirmApi
{
    public static void MapFirm(this IEndpointRouteBuilder routes) => routes.MapGet("/firm", FindAsync)
        .RequireRole(Role.Viewer).RequireEveryAccount().Describe("P&L, exposure and positions of the firm.");

    private static async Task<Ok<FirmBody>> FindAsync(IGrainFactory grains) =>
        TypedResults.Ok(FirmBody.From(await grains.GetFirm().GetFirm()));
}
