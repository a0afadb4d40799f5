using TradingOps.Client.Orders;
using TradingOps.Client.Problems;
using TradingOps.Grains;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.Accounts;

/// <summary><c>/accounts</c></summary>
internal static class AccountsApi
{
    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/accounts", ListAsync).RequireRole(Role.Viewer);
        routes.MapGet("/accounts/{id}", FindAsync).RequireRole(Role.Viewer);
        routes.MapGet("/accounts/{id}/positions", ListPositionsAsync).RequireRole(Role.Viewer);
    }

    private static async Task<IResult> ListAsync(Caller caller, IGrainFactory grains) => TypedResults.Json(
        (await grains.GetFirm().ListAccounts()).Where(a => caller.MayUse(a.Account)).Select(AccountBody.From).ToArray(),
        ApiJson.Default.AccountBodyArray);

    private static async Task<IResult> FindAsync(string id, Caller caller, IGrainFactory grains) => !caller.MayUse(id)
        ? Problem.Of(Problem.ForbiddenAccount(caller, id))
        : OrderReader.IsAccount(id) && await grains.GetAccount(id).GetAccount() is { } account
            ? TypedResults.Json(AccountBody.From(account), ApiJson.Default.AccountBody)
            : Problem.UnknownAccount(id);

    private static async Task<IResult> ListPositionsAsync(string id, Caller caller, IGrainFactory grains) => !caller.MayUse(id)
        ? Problem.Of(Problem.ForbiddenAccount(caller, id))
        : OrderReader.IsAccount(id) && await grains.GetAccount(id).GetPositions() is { } positions
            ? TypedResults.Json(positions.Select(PositionBody.From).ToArray(), ApiJson.Default.PositionBodyArray)
            : Problem.UnknownAccount(id);
}
