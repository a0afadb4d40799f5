using Microsoft.AspNetCore.Http.HttpResults;
using TradingOps.Client.Breakers;
using TradingOps.Client.Contract;
using TradingOps.Client.Parameters;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;
using TradingOps.Grains;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.Accounts;

/// <summary><c>PUT /accounts/{id}/locates/{symbol}</c>: shares that may be borrowed to be sold short.</summary>
internal static class LocateApi
{
    private const decimal MostShares = 1_000_000_000_000;

    /// <summary>Maps it.</summary>
    /// <param name="account">The group of endpoints of one account.</param>
    public static void MapLocates(this IEndpointRouteBuilder account) =>
        account.MapPut("/{id}/locates/{symbol}", PutAsync).Problems(404).Describe(
            "Says how many shares of a stock are located to be borrowed; a stock that is hard to borrow is sold short up to "
            + "that.", Parameter.OnBehalfOf);

    private static async Task<Results<Ok<LocatedBody>, ProblemResult>> PutAsync(
        string id, string symbol, Body<LocateBody> body, HttpContext context, IGrainFactory grains)
    {
        if (!body.TryGet(out var asked, out var problem)) return problem;
        if (asked.Qty is not { } quantity) return Problem.Missing("qty");
        if (quantity is < 0 or > MostShares)
            return Problem.Of(TradingError.InvalidQuantity, $"qty {quantity} is not between 0 and {MostShares}");
        if (BreakerChangeBody.CheckReason(asked.Reason) is { } wrong) return wrong;
        if (await Problem.FindUnknownSymbolAsync(symbol, grains) is { } unknown) return unknown;
        var reason = PlainText.Clean(asked.Reason)!;
        return await grains.GetAccount(id).Locate(symbol, quantity, reason, context.GetActor())
            ? TypedResults.Ok(new LocatedBody(symbol, quantity))
            : Problem.UnknownAccount(id);
    }
}
