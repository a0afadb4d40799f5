using Microsoft.AspNetCore.Http.HttpResults;
using TradingOps.Client.Contract;
using TradingOps.Client.Paging;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;
using TradingOps.Grains;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.Trades;

/// <summary><c>/trades</c>. Who may not use an account does not learn that it traded.</summary>
internal static class TradesApi
{
    public static void MapTrades(this IEndpointRouteBuilder routes)
    {
        var trades = routes.MapGroup("").RequireRole(Role.Viewer);
        trades.MapGet("/trades", ListAsync).Problems(400).Describe(
            "Lists trades, newest first; a full page names the next in the header Link.", Page.Parameters);
        trades.MapGet("/trades/{id}", FindAsync).Problems(404).Describe("Finds a trade.");
    }

    private static async Task<Results<Ok<TradeBody[]>, ProblemResult>> ListAsync(
        HttpContext context, Caller caller, IGrainFactory grains)
    {
        if (!Page.TryRead(context.Request, out var page, out var problem)) return problem;
        if (page.Account is not null && !caller.MayUse(page.Account)) return Problem.ForbiddenAccount(caller, page.Account);
        var trades = await grains.GetOrderQueries().ListTrades(
            new() { Account = page.Account, Symbol = page.Symbol, Limit = page.Limit, Before = page.Before });
        page.LinkNext(context, trades.Length, trades.LastOrDefault()?.Id);
        return TypedResults.Ok(trades.Select(t => TradeBody.From(t, caller)).ToArray());
    }

    private static async Task<Results<Ok<TradeBody>, ProblemResult>> FindAsync(
        string id, Caller caller, IGrainFactory grains) =>
        await grains.GetOrderQueries().FindTrade(id) is { } trade
            ? TypedResults.Ok(TradeBody.From(trade, caller))
            : Problem.Of(TradingError.UnknownTrade, $"there is no trade {Excerpt.Of(id)}");
}
