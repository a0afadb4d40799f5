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
        routes.MapGet("/trades", ListAsync).RequireRole(Role.Viewer);
        routes.MapGet("/trades/{id}", FindAsync).RequireRole(Role.Viewer);
    }

    private static async Task<IResult> ListAsync(HttpContext context, Caller caller, IGrainFactory grains)
    {
        if (Page.Read(context.Request, out var problem) is not { } page) return problem!;
        if (page.Account is not null && !caller.MayUse(page.Account))
            return Problem.Of(Problem.ForbiddenAccount(caller, page.Account));
        var trades = await grains.GetOrderQueries().ListTrades(
            new() { Account = page.Account, Symbol = page.Symbol, Limit = page.Limit, Before = page.Before });
        page.LinkNext(context, trades.Length, trades.LastOrDefault()?.Id);
        return TypedResults.Json(trades.Select(t => TradeBody.From(t, caller)).ToArray(), ApiJson.Default.TradeBodyArray);
    }

    private static async Task<IResult> FindAsync(string id, Caller caller, IGrainFactory grains) =>
        await grains.GetOrderQueries().FindTrade(id) is { } trade
            ? TypedResults.Json(TradeBody.From(trade, caller), ApiJson.Default.TradeBody)
            : Problem.Of(TradingError.UnknownTrade, $"there is no trade {Excerpt.Of(id)}");
}
