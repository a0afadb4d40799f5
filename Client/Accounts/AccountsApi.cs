using Microsoft.AspNetCore.Http.HttpResults;
using TradingOps.Client.Contract;
using TradingOps.Client.Problems;
using TradingOps.Grains;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.Accounts;

/// <summary><c>/accounts</c></summary>
internal static class AccountsApi
{
    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/accounts", ListAsync).RequireRole(Role.Viewer).Describe("Lists the accounts that the caller may use.");
        var account = routes.MapGroup("/accounts").AddEndpointFilter(AccountPath.CheckAsync);
        var view = account.MapGroup("").RequireRole(Role.Viewer).Problems(404);
        view.MapGet("/{id}", FindAsync).Describe("Cash, equity, buying power, P&L and exposure of an account.");
        view.MapGet("/{id}/positions", ListPositionsAsync).Describe("The positions of an account.");
        view.MapGet("/{id}/settings", AccountSettingsApi.FindAsync).Describe("The limits and fees of an account.");
        account.MapGroup("").RequireRole(Role.Risk).MapAccountSettings();
    }

    private static async Task<Ok<AccountBody[]>> ListAsync(Caller caller, IGrainFactory grains) => TypedResults.Ok(
        (await grains.GetFirm().ListAccounts()).Where(a => caller.MayUse(a.Account)).Select(AccountBody.From).ToArray());

    private static async Task<Results<Ok<AccountBody>, ProblemResult>> FindAsync(string id, IGrainFactory grains) =>
        await grains.GetAccount(id).GetAccount() is { } account
            ? TypedResults.Ok(AccountBody.From(account))
            : Problem.UnknownAccount(id);

    private static async Task<Results<Ok<PositionBody[]>, ProblemResult>> ListPositionsAsync(string id, IGrainFactory grains) =>
        await grains.GetAccount(id).GetPositions() is { } positions
            ? TypedResults.Ok(positions.Select(PositionBody.From).ToArray())
            : Problem.UnknownAccount(id);
}
