using Microsoft.AspNetCore.WebUtilities;
using TradingOps.Client.Problems;
using TradingOps.Engine.Markets;
using TradingOps.Grains;
using TradingOps.Grains.Orders;

namespace TradingOps.Client.Orders;

/// <summary><c>/orders</c></summary>
internal static class OrdersApi
{
    public static void MapOrders(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/orders", SubmitAsync);
        routes.MapPost("/api/v1/orders", SubmitAsync);
        routes.MapGet("/orders", ListAsync);
        routes.MapGet("/orders/{id}", FindAsync);
        routes.MapDelete("/orders/{id}", CancelAsync);
    }

    private static async Task<IResult> SubmitAsync(HttpRequest request, IGrainFactory grains)
    {
        var (body, malformed) = await RequestBody.ReadAsync(request, ApiJson.Default.NewOrderBody);
        if (body is null) return malformed!;
        var order = OrderReader.Read(body, out var account, out var problem);
        return order is null
            ? Problem.Of(problem!)
            : OrderAnswer.From(await grains.GetAccount(account).SubmitOrder(order), created: true).ToResult();
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, IGrainFactory grains, string? account, string? symbol, string? status, string? limit, string? before)
    {
        if (!TryReadStatus(status, out var isOpen))
            return Problem.BadRequest("invalid_status", $"status '{status}' is not one of open, closed, all");
        if (!int.TryParse(limit ?? "100", out var count) || count is < 1 or > OrderFilter.MaxLimit)
            return Problem.BadRequest("invalid_limit", $"limit '{limit}' is not between 1 and {OrderFilter.MaxLimit}");
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

    private static async Task<IResult> FindAsync(string id, IGrainFactory grains) =>
        await grains.GetOrderQueries().FindOrder(id) is { } order
            ? TypedResults.Json(OrderBody.From(order), ApiJson.Default.OrderBody)
            : Unknown(id);

    private static async Task<IResult> CancelAsync(string id, IGrainFactory grains)
    {
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
