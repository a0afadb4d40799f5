using Microsoft.AspNetCore.Mvc;
using TradingOps.Client.Paging;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Markets;
using TradingOps.Grains;
using TradingOps.Grains.Orders;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.Orders;

/// <summary><c>/orders</c></summary>
internal static class OrdersApi
{
    public static void MapOrders(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/orders", SubmitAsync).RequireRole(Role.Trader);
        routes.MapPost("/api/v1/orders", SubmitAsync).RequireRole(Role.Trader);
        routes.MapGet("/orders", ListAsync).RequireRole(Role.Viewer);
        routes.MapDelete("/orders", CancelAllAsync).RequireRole(Role.Trader);
        routes.MapGet("/orders/by-client-id", FindByClientIdAsync).RequireRole(Role.Viewer);
        routes.MapGet("/orders/{id}", FindAsync).RequireRole(Role.Viewer);
        routes.MapPatch("/orders/{id}", AmendAsync).RequireRole(Role.Trader);
        routes.MapDelete("/orders/{id}", CancelAsync).RequireRole(Role.Trader);
    }

    private static async Task<IResult> SubmitAsync(HttpRequest request, Caller caller, IGrainFactory grains)
    {
        var (body, malformed) = await RequestBody.ReadAsync(request, ApiJson.Default.NewOrderBody);
        if (body is null) return malformed!;
        var order = OrderReader.Read(body, out var account, out var problem);
        if (order is null) return Problem.Of(problem!);
        return !caller.MayUse(account)
            ? Problem.Of(Problem.ForbiddenAccount(caller, account))
            : OrderAnswer.From(await grains.GetAccount(account).SubmitOrder(order), created: true).ToResult();
    }

    private static async Task<IResult> ListAsync(HttpContext context, Caller caller, IGrainFactory grains, string? status)
    {
        if (!Words.StatusSets.TryRead(status, OrderStatuses.All, out var statuses))
            return Problem.Of(
                TradingError.InvalidStatus, $"status '{Excerpt.Of(status)}' is not one of {Words.StatusSets.All}");
        if (Page.Read(context.Request, out var problem) is not { } page) return problem!;
        if (page.Account is null ? !caller.MayUseEveryAccount : !caller.MayUse(page.Account))
            return Problem.Of(Problem.ForbiddenAccount(caller, page.Account ?? Caller.AnyAccount));
        var found = await grains.GetOrderQueries().ListOrders(new()
        {
            Account = page.Account,
            Symbol = page.Symbol,
            Statuses = statuses,
            Limit = page.Limit,
            Before = page.Before,
        });
        Page.LinkNext(context, found.Next);
        return TypedResults.Json(found.Orders.Select(OrderBody.From).ToArray(), ApiJson.Default.OrderBodyArray);
    }

    private static async Task<IResult> FindAsync(string id, Caller caller, IGrainFactory grains) =>
        Answer(await grains.GetOrderQueries().FindOrder(id), caller, id);

    private static async Task<IResult> FindByClientIdAsync(
        Caller caller, IGrainFactory grains, string? account, [FromQuery(Name = "client_order_id")] string? clientOrderId)
    {
        account ??= OrderReader.DefaultAccount;
        if (string.IsNullOrEmpty(clientOrderId)) return Problem.Of(TradingError.MissingField, "client_order_id is missing");
        if (!OrderReader.IsAccount(account)) return Problem.Of(
            TradingError.InvalidAccount, OrderReader.ExplainAccount(account));
        if (!OrderReader.IsClientOrderId(clientOrderId))
            return Problem.Of(TradingError.InvalidClientOrderId, OrderReader.ExplainClientOrderId(clientOrderId));
        if (!caller.MayUse(account)) return Problem.Of(Problem.ForbiddenAccount(caller, account));
        return Answer(await grains.GetOrderQueries().FindByClientOrderId(account, clientOrderId), caller, clientOrderId);
    }

    private static async Task<IResult> AmendAsync(string id, HttpRequest request, Caller caller, IGrainFactory grains)
    {
        var (body, malformed) = await RequestBody.ReadAsync(request, ApiJson.Default.AmendmentBody);
        if (body is null) return malformed!;
        if (body is { Qty: null, LimitPrice: null, StopPrice: null })
            return Problem.Of(TradingError.MissingField, "one of qty, limit_price and stop_price is needed");
        if (body.Qty is <= 0) return Problem.Of(TradingError.InvalidQuantity, $"qty {body.Qty} is not positive");
        var order = await grains.GetOrderQueries().FindOrder(id);
        if (order is null || !caller.MayUse(order.Account)) return Answer(order, caller, id);
        var amendment = new OrderAmendment(body.Qty, body.LimitPrice, body.StopPrice);
        return OrderAnswer.From(await grains.GetAccount(order.Account).AmendOrder(id, amendment), created: false).ToResult();
    }

    private static Task<IResult> CancelAsync(
        string id, Caller caller, IGrainFactory grains, CancelRetry patience, CancellationToken aborted) =>
        patience.UntilAnsweredAsync(isAgain => CancelOnceAsync(id, caller, grains, isAgain), aborted);

    private static async Task<IResult> CancelOnceAsync(string id, Caller caller, IGrainFactory grains, bool isAgain)
    {
        // A caller that may cancel for some accounts only may not guess ids of orders that it cannot know.
        if (!caller.MayUseEveryAccount)
        {
            var known = await grains.GetOrderQueries().FindOrder(id);
            if (known is null || !caller.MayUse(known.Account)) return Answer(known, caller, id);
        }
        if (OrderIds.TryParse(id, out var symbol, out _))
        {
            var result = await grains.GetOrderBook(symbol).Cancel(id);
            if (isAgain && result is { Code: TradingError.NotOpen, Order: { Status: OrderStatus.Canceled } canceled })
                result = new(SubmitOutcome.Accepted, canceled);
            if (result.Outcome != SubmitOutcome.NotFound) return OrderAnswer.From(result, created: false).ToResult();
        }
        // An order that was refused before it reached a market is known to no market.
        return await grains.GetOrderQueries().FindOrder(id) is { IsOpen: false } order
            ? Problem.Of(TradingError.NotOpen, $"order {id} is {Words.Statuses[order.Status]}", order: OrderBody.From(order))
            : Unknown(id);
    }

    private static async Task<IResult> CancelAllAsync(HttpRequest request, Caller caller, IGrainFactory grains)
    {
        if (Page.Read(request, out var problem) is not { } page) return problem!;
        if (page.Account is null) return Problem.Of(TradingError.MissingField, "account is missing");
        if (!caller.MayUse(page.Account)) return Problem.Of(Problem.ForbiddenAccount(caller, page.Account));
        return await grains.GetAccount(page.Account).CancelOrders(page.Symbol) is { } canceled
            ? TypedResults.Json(canceled.Select(OrderBody.From).ToArray(), ApiJson.Default.OrderBodyArray)
            : Problem.UnknownAccount(page.Account);
    }

    /// <summary>The order, or that there is none, or that it is not the caller's.</summary>
    private static IResult Answer(OrderView? order, Caller caller, string id) => order is null ? Unknown(id)
        : caller.MayUse(order.Account) ? TypedResults.Json(OrderBody.From(order), ApiJson.Default.OrderBody)
        : Problem.ForbiddenOrder(caller, order.Id);

    private static IResult Unknown(string id) => Problem.Of(TradingError.UnknownOrder, $"there is no order {Excerpt.Of(id)}");
}
