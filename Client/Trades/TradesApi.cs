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
        trades.MapGet("/trades", ListAsync).Problems(400, 404).Describe(
            "Lists trades later than after and earlier than until, newest first or in the direction asc; the header Link names "
            + "the next page, which begins behind the trade before. Of a time or a tag a page may have fewer trades than the "
            + "limit, or none, and a next page all the same: each looks at 10,000 trades at most.",
            [.. Page.Parameters, Page.OfTag, .. ListRange.Parameters]);
        trades.MapGet("/trades/{id}", FindAsync).Problems(404).Describe("Finds a trade.");
    }

    private static async Task<Results<Ok<TradeBody[]>, ProblemResult>> ListAsync(
        HttpContext context, Caller caller, IGrainFactory grains)
    {
        if (!Page.TryRead(context.Request, out var page, out var problem)) return problem;
        if (!Page.OfTag.TryRead(context.Request, out var tag, out problem)) return problem;
        if (!ListRange.TryRead(context.Request, out var range, out problem)) return problem;
        if (page.Account is not null && !caller.MayUse(page.Account)) return Problem.ForbiddenAccount(caller, page.Account);
        // Which trades have a tag would tell the tags of other accounts.
        if (tag is not null && page.Account is null && !caller.MayUseEveryAccount)
            return Problem.ForbiddenAccount(caller, Caller.AnyAccount);
        var found = await grains.GetOrderQueries().ListTrades(new()
        {
            Account = page.Account,
            Symbol = page.Symbol,
            Limit = page.Limit,
            Before = page.Before,
            Tag = tag,
            After = range.After,
            Until = range.Until,
            OldestFirst = range.OldestFirst,
        });
        if (found.IsUnknown) return Page.UnknownBefore(page.Before, "the id of a trade");
        if (found.Trades.IsEmpty && await Problem.FindUnknownSymbolAsync(page.Symbol, grains) is { } unknown) return unknown;
        Page.LinkNext(context, found.Next);
        return TypedResults.Ok(found.Trades.Select(t => TradeBody.From(t, caller)).ToArray());
    }

    private static async Task<Results<Ok<TradeBody>, ProblemResult>> FindAsync(
        string id, Caller caller, IGrainFactory grains) =>
        await grains.GetOrderQueries().FindTrade(id) is { } trade
            ? TypedResults.Ok(TradeBody.From(trade, caller))
            : Problem.Of(TradingError.UnknownTrade, $"there is no trade {Excerpt.Of(id)}");
}
