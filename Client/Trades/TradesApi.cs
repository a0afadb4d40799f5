using Microsoft.AspNetCore.Http.HttpResults;
using TradingOps.Bodies;
using TradingOps.Client.Accounts;
using TradingOps.Client.Breakers;
using TradingOps.Client.Contract;
using TradingOps.Client.Paging;
using TradingOps.Client.Parameters;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Markets;
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
        trades.MapPost("/trades/{id}/bust", BustAsync).RequireRole(Role.Risk).RequireEveryAccount().Problems(404, 409).Describe(
            "Undoes a trade for both of its accounts, once another person asked for the same; 202 until then.",
            Parameter.OnBehalfOf);
        trades.MapPost("/trades/{id}/correct", CorrectAsync).RequireRole(Role.Risk).RequireEveryAccount().Problems(404, 409)
            .Describe(
                "Gives a trade another price, once another person asked for the same; 202 until then.", Parameter.OnBehalfOf);
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
            : Unknown(id);

    private static async Task<Results<Ok<TradeBustBody>, Accepted<TradeBustBody>, ProblemResult>> BustAsync(
        string id, Body<BreakerChangeBody> body, HttpContext context, IGrainFactory grains) =>
        !body.TryGet(out var asked, out var problem) ? problem
        : await AskAsync(id, null, asked.Reason, context, grains);

    private static async Task<Results<Ok<TradeBustBody>, Accepted<TradeBustBody>, ProblemResult>> CorrectAsync(
        string id, Body<CorrectionBody> body, HttpContext context, IGrainFactory grains) =>
        !body.TryGet(out var asked, out var problem) ? problem
        : asked.Price is null ? Problem.Missing("price")
        : await AskAsync(id, asked.Price, asked.Reason, context, grains);

    private static async Task<Results<Ok<TradeBustBody>, Accepted<TradeBustBody>, ProblemResult>> AskAsync(
        string id, decimal? price, string? reason, HttpContext context, IGrainFactory grains)
    {
        if (BreakerChangeBody.CheckReason(reason) is { } wrong) return wrong;
        if (!OrderIds.TryParseTrade(id, out var symbol, out var sequence, out var trade)) return Unknown(id);
        return await grains.GetOrderBook(symbol)
            .Bust(new(sequence, trade, price, PlainText.Clean(reason)!), context.GetActor()) switch
        {
            null => Unknown(id),
            { Code: { } code } refused => Problem.Of(code, refused.Detail!),
            { AgreedBy: null } waiting => TypedResults.Accepted("", TradeBustBody.From(id, waiting)),
            var done => TypedResults.Ok(TradeBustBody.From(id, done)),
        };
    }

    private static ProblemResult Unknown(string id) =>
        Problem.Of(TradingError.UnknownTrade, $"there is no trade {Excerpt.Of(id)}");
}
