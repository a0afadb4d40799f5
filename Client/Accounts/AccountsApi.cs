using Microsoft.AspNetCore.Http.HttpResults;
using TradingOps.Bodies.Accounts;
using TradingOps.Client.Contract;
using TradingOps.Client.Orders;
using TradingOps.Client.Paging;
using TradingOps.Client.Problems;
using TradingOps.Grains;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.Accounts;

/// <summary><c>/accounts</c></summary>
internal static class AccountsApi
{
    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/accounts", ListAsync).RequireRole(Role.Viewer).Problems(400).Describe(
            "Lists the accounts that the caller may use, by id; a full page names the next in the header Link.",
            Page.Count, Page.After);
        var account = routes.MapGroup("/accounts").AddEndpointFilter(AccountPath.CheckAsync);
        var view = account.MapGroup("").RequireRole(Role.Viewer).Problems(404);
        view.MapGet("/{id}", FindAsync).Describe("Cash, equity, buying power, P&L and exposure of an account.");
        view.MapGet("/{id}/positions", ListPositionsAsync).Describe("The positions of an account.");
        view.MapGet("/{id}/settings", AccountSettingsApi.FindAsync).Describe("The limits and fees of an account.");
        view.MapStatements();
        account.MapPositionCloses();
        account.MapExercise();
        var risk = account.MapGroup("").RequireRole(Role.Risk);
        risk.MapAccountSettings();
        risk.MapLocates();
    }

    private static async Task<Results<Ok<AccountBody[]>, ProblemResult>> ListAsync(
        HttpContext context, Caller caller, IGrainFactory grains)
    {
        if (!Page.Count.TryRead(context.Request, out var limit, out var problem)
            || !Page.After.TryRead(context.Request, out var after, out problem)) return problem;
        var accounts = await grains.GetFirm().ListAccounts();
        if (after is not null && !(caller.MayUse(after) && await IsAccountAsync(after)))
            return Page.UnknownBefore(after, "the id of an account");
        var page = accounts.Where(a => caller.MayUse(a.Account) && string.CompareOrdinal(a.Account, after) > 0)
            .Take(limit).Select(AccountBody.From).ToArray();
        Page.LinkNext(context, page.Length < limit ? null : page[^1].Account);
        return TypedResults.Ok(page);

        // The firm may not have heard of every account since it started.
        async Task<bool> IsAccountAsync(string id) => accounts.Any(a => a.Account == id)
            || (OrderReader.IsAccount(id) && await grains.GetAccount(id).GetSettings() is not null);
    }

    private static async Task<Results<Ok<AccountBody>, ProblemResult>> FindAsync(string id, IGrainFactory grains) =>
        await grains.GetAccount(id).GetAccount() is { } account
            ? TypedResults.Ok(AccountBody.From(account))
            : Problem.UnknownAccount(id);

    private static async Task<Results<Ok<PositionBody[]>, ProblemResult>> ListPositionsAsync(string id, IGrainFactory grains) =>
        await grains.GetAccount(id).GetPositions() is { } positions
            ? TypedResults.Ok(positions.Select(PositionBody.From).ToArray())
            : Problem.UnknownAccount(id);
}
