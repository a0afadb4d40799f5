using TradingOps.Client.Problems;
using TradingOps.Grains;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.Trades;

/// <summary><c>/trades</c></summary>
internal static class TradesApi
{
    public static void MapTrades(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/trades/{id}", FindAsync).RequireRole(Role.Viewer);

    private static async Task<IResult> FindAsync(string id, IGrainFactory grains) =>
        await grains.GetOrderQueries().FindTrade(id) is { } trade
            ? TypedResults.Json(TradeBody.From(trade), ApiJson.Default.TradeBody)
            : Problem.NotFound("unknown_trade", $"there is no trade {id}");
}
