using Microsoft.AspNetCore.WebUtilities;
using TradingOps.Client.Problems;
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
        routes.MapGet("/orders/{id}", FindAsync).RequireRole(Role.Viewer);
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

    private static async Task<IResult> ListAsync(
        HttpContext context, Caller caller, IGrainFactory grains, string? account, string? symbol, string? status, string? limit,
            string? before)
    {
        if (!TryReadStatus(status, out var isOpen))
            return Problem.BadRequest("invalid_status", $"status '{status}' is not one of open, closed, all");
        if (!int.TryParse(limit ?? "100", out var count) || count is < 1 or > OrderFilter.MaxLimit)
            return Problem.BadRequest("invalid_limit", $"limit '{limit}' is not between 1 and {OrderFilter.MaxLimit}");
        if (account is null ? !caller.MayUseEveryAccount : !caller.MayUse(account))
            return Problem.Of(Problem.ForbiddenAccount(caller, account ?? Caller.AnyAccount));
        var orders = await grains.GetOrderQueries().ListOrders(
            new() { Account = account, Symbol = symbol, IsOpen = isOpen, Limit = count, Before = before });
        if (orders.Length == count)
        {
            var next = new Dictionary<string, string?>
            {
                ["account"] = account,
                ["symbol"] = symbol,
                ["status"] = status,
                ["limit"] = limit,
                ["before"] = orders[^1].Id,
            };
            context.Response.Headers.Link = $"<{QueryHelpers.AddQueryString(context.Request.Path, next)}>; rel=\"next\"";
        }
        return TypedResults.Json(orders.Select(OrderBody.From).ToArray(), ApiJson.Default.OrderBodyArray);
    }

    private static async Task<IResult> FindAsync(string id, Caller caller, IGrainFactory grains)
    {
        var order = await grains.GetOrderQueries().FindOrder(id);
        return order is null ? Unknown(id)
            : !caller.MayUse(order.Account) ? Problem.Of(Problem.ForbiddenAccount(caller, order.Account))
            : TypedResults.Json(OrderBody.From(order), ApiJson.Default.OrderBody);
    }

    private static async Task<IResult> CancelAsync(string id, Caller caller, IGrainFactory grains)
    {
        if (!caller.MayUseEveryAccount)
        {
            var known = await grains.GetOrderQueries().FindOrder(id);
            if (known is not null && !caller.MayUse(known.Account))
                return Problem.Of(Problem.ForbiddenAccount(caller, known.Account));
        }
        if (OrderIds.TryParse(id, out var symbol, out _))
        {
            var result = await grains.GetOrderBook(symbol).Cancel(id);
            if (result.Outcome != SubmitOutcome.NotFound) return OrderAnswer.From(result, created: false).ToResult();
        }
        // An order that was refused before it reached a market is known to no market.
        return await grains.GetOrderQueries().FindOrder(id) is { } order
            ? Problem.Of(409, "not_open", $"order {id} is {Words.Statuses[order.Status]}", order: OrderBody.From(order))
            : Unknown(id);
    }

    private static bool TryReadStatus(string? status, out bool? isOpen)
    {
        isOpen = status switch { "open" => true, "closed" => false, _ => null };
        return status is null or "open" or "closed" or "all";
    }

    private static IResult Unknown(string id) => Problem.NotFound("unknown_order", $"there is no order {id}");
}
