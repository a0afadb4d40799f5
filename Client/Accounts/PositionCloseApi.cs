using Microsoft.AspNetCore.Http.HttpResults;
using TradingOps.Bodies.Orders;
using TradingOps.Client.Contract;
using TradingOps.Client.Orders;
using TradingOps.Client.Parameters;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Grains;
using TradingOps.Grains.Simulation;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.Accounts;

/// <summary><c>DELETE /accounts/{id}/positions/{symbol}</c>: closes a position, or a part of it.</summary>
internal static class PositionCloseApi
{
    private static readonly NumberParameter Quantity = new("qty", TradingError.InvalidQuantity);

    private static readonly NumberParameter Percent = new("percent", Maximum: 100);

    private static readonly TextParameter ClientOrderId = new(
        "client_order_id", OrderReader.MaxClientOrderIdLength, TradingError.InvalidClientOrderId, OrderReader.IsClientOrderId,
        OrderReader.ExplainClientOrderId);

    /// <summary>Maps what closes positions.</summary>
    /// <param name="account">The group of endpoints of one account.</param>
    public static void MapPositionCloses(this IEndpointRouteBuilder account) =>
        account.MapDelete("/{id}/positions/{symbol}", CloseAsync).RequireRole(Role.Trader).Problems(400, 404, 409, 422).Describe(
            "Closes a position, or a quantity or a percentage of it, by a market order that can only reduce it; answers the "
            + "order. What open orders are closing already cannot be closed again (exceeds_position). A client_order_id closes "
            + "once, however often it is sent.",
            Quantity, Percent, ClientOrderId, Parameter.OnBehalfOf);

    private static async Task<Results<Created<OrderBody>, Ok<OrderBody>, ProblemResult>> CloseAsync(
        string id, string symbol, HttpContext context, Caller caller, IGrainFactory grains, OrderRate rate)
    {
        var request = context.Request;
        if (!Quantity.TryRead(request, out var quantity, out var problem)
            || !Percent.TryRead(request, out var percent, out problem)
            || !ClientOrderId.TryRead(request, out var clientOrderId, out problem)) return problem;
        if (quantity is not null && percent is not null)
            return Problem.OfField("percent", $"percent {percent} does not go with qty {quantity}: one of them is allowed");
        if (id == ISimulatorGrain.MarketMaker)
            return Problem.Of(TradingError.InvalidAccount, $"account '{id}' is the simulation's own");
        if (rate.Take(caller, 1) is { } tooMany) return tooMany;
        if (await grains.GetAccount(id).GetSettings() is null) return Problem.UnknownAccount(id);
        var result = await grains.GetAccount(id).ClosePosition(
            new()
            {
                Symbol = OptionSymbol.WithoutPadding(symbol),
                Quantity = quantity,
                Percent = percent,
                ClientOrderId = clientOrderId,
            },
            context.GetActor());
        return OrderAnswer.From(result, created: true).ToResult();
    }
}
