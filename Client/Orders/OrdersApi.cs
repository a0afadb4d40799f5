using Microsoft.AspNetCore.Http.HttpResults;
using TradingOps.Bodies.Orders;
using TradingOps.Client.Contract;
using TradingOps.Client.Paging;
using TradingOps.Client.Parameters;
using TradingOps.Client.Problems;
using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;
using TradingOps.Grains;
using TradingOps.Grains.Orders;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.Orders;

/// <summary><c>/orders</c></summary>
internal static class OrdersApi
{
    private static readonly WordParameter<OrderStatuses> Status =
        new("status", TradingError.InvalidStatus, Words.StatusSets, OrderStatuses.All);

    private static readonly WordParameter<Side> SideOfOrder = new("side", TradingError.InvalidSide, Words.Sides, null);

    private static readonly TextParameter ClientOrderId = new(
        "client_order_id", OrderReader.MaxClientOrderIdLength, TradingError.InvalidClientOrderId, OrderReader.IsClientOrderId,
        OrderReader.ExplainClientOrderId)
    { IsRequired = true };

    private static readonly SwitchParameter WhatIf = new("what_if");

    private static readonly TextParameter AccountOfId = Page.OfAccount with { Default = OrderReader.DefaultAccount };

    private static readonly TextParameter AccountToCancel = Page.OfAccount with { IsRequired = true };

    public static void MapOrders(this IEndpointRouteBuilder routes)
    {
        foreach (var path in new[] { "/orders", "/api/v1/orders" })
            routes.MapPost(path, SubmitAsync).RequireRole(Role.Trader).Problems(404, 409, 422)
                .Describe(
                    "Sends an order; the same client_order_id is one order. With what_if=true nothing is sent or stored: the "
                    + "answer says whether it would be accepted, and margin and buying power before it and once it is filled.",
                    WhatIf, Parameter.OnBehalfOf);
        routes.MapGet("/orders", ListAsync).RequireRole(Role.Viewer).Problems(400, 404).Describe(
            "Lists orders by when they were received, later than after and earlier than until, newest first or in the direction "
            + "asc; the header Link names the next page, which begins behind the order before. With status, side, tag, after or "
            + "until a page may have fewer orders than the limit, or none, and still name a next page: each page looks at "
            + "10,000 orders at most.",
            [.. Page.Parameters, Status, SideOfOrder, Page.OfTag, .. ListRange.Parameters]);
        routes.MapDelete("/orders", CancelAllAsync).RequireRole(Role.Trader).Problems(400, 404).Describe(
            "Cancels every open order of an account, or of it in a symbol; answers those canceled.",
            AccountToCancel, Page.OfSymbol, Parameter.OnBehalfOf);
        routes.MapGet("/orders/by-client-id", FindByClientIdAsync).RequireRole(Role.Viewer).Problems(400, 404).Describe(
            "Finds the order that has or had an id of its account.", AccountOfId, ClientOrderId);
        routes.MapGet("/orders/{id}", FindAsync).RequireRole(Role.Viewer).Problems(404)
            .Describe("Finds an order, with its legs.");
        routes.MapPatch("/orders/{id}", AmendAsync).RequireRole(Role.Trader).Problems(404, 409, 422).Describe(
            "Changes quantity, prices or trail; only a smaller quantity at the same price keeps priority. With a new "
            + "client_order_id a change is made once, however often it is sent, and the order is found under each of its ids.",
            Parameter.OnBehalfOf);
        routes.MapDelete("/orders/{id}", CancelAsync).RequireRole(Role.Trader).Problems(404, 409)
            .Describe("Cancels an order.", Parameter.OnBehalfOf);
    }

    private static async Task<Results<Created<OrderBody>, Ok<OrderBody>, Ok<WhatIfBody>, ProblemResult>> SubmitAsync(
        Body<NewOrderBody> body, HttpContext context, OrderOperations operations, OrderRate rate)
    {
        if (!WhatIf.TryRead(context.Request, out var isTry, out var problem)) return problem;
        if (!body.TryGet(out var asked, out var malformed)) return malformed;
        var sender = Sender.Of(context);
        if (rate.Take(sender.Caller, 1) is { } tooMany) return tooMany;
        if (isTry)
        {
            var (tried, refusal) = await operations.TryAsync(asked, sender);
            return refusal is null ? TypedResults.Ok(tried) : Problem.Of(refusal);
        }
        return (await operations.SubmitAsync(asked, sender)).ToResult().Result switch
        {
            Created<OrderBody> created => created,
            Ok<OrderBody> stored => stored,
            var refused => (ProblemResult)refused,
        };
    }

    private static async Task<Results<Ok<OrderBody[]>, ProblemResult>> ListAsync(
        HttpContext context, Caller caller, IGrainFactory grains)
    {
        if (!Status.TryRead(context.Request, out var statuses, out var problem)) return problem;
        if (!SideOfOrder.TryRead(context.Request, out var side, out problem)) return problem;
        if (!Page.OfTag.TryRead(context.Request, out var tag, out problem)) return problem;
        if (!ListRange.TryRead(context.Request, out var range, out problem)) return problem;
        if (!Page.TryRead(context.Request, out var page, out problem)) return problem;
        if (page.Account is null ? !caller.MayUseEveryAccount : !caller.MayUse(page.Account))
            return Problem.ForbiddenAccount(caller, page.Account ?? Caller.AnyAccount);
        var found = await grains.GetOrderQueries().ListOrders(new()
        {
            Account = page.Account,
            Symbol = page.Symbol,
            Statuses = statuses!.Value,
            Limit = page.Limit,
            Before = page.Before,
            Side = side,
            Tag = tag,
            After = range.After,
            Until = range.Until,
            OldestFirst = range.OldestFirst,
        });
        if (found.IsUnknown) return Page.UnknownBefore(page.Before, "the id of an order");
        if (found.Orders.IsEmpty && await Problem.FindUnknownSymbolAsync(page.Symbol, grains) is { } unknown) return unknown;
        Page.LinkNext(context, found.Next);
        return TypedResults.Ok(found.Orders.Select(OrderBody.From).ToArray());
    }

    private static async Task<Results<Ok<OrderBody>, ProblemResult>> FindAsync(
        string id, Caller caller, IGrainFactory grains) =>
        await AnswerAsync(await grains.GetOrderQueries().FindOrder(id), caller, id, grains);

    private static async Task<Results<Ok<OrderBody>, ProblemResult>> FindByClientIdAsync(
        HttpContext context, Caller caller, IGrainFactory grains)
    {
        if (!ClientOrderId.TryRead(context.Request, out var clientOrderId, out var problem)) return problem;
        if (!AccountOfId.TryRead(context.Request, out var account, out problem)) return problem;
        if (!caller.MayUse(account!)) return Problem.ForbiddenAccount(caller, account!);
        var order = await grains.GetOrderQueries().FindByClientOrderId(account!, clientOrderId!);
        return await AnswerAsync(order, caller, clientOrderId!, grains);
    }

    private static async Task<Results<Ok<OrderBody>, ProblemResult>> AmendAsync(
        string id, Body<AmendmentBody> body, HttpContext context, OrderOperations operations) =>
        body.TryGet(out var asked, out var malformed)
            ? Answer(await operations.AmendAsync(id, asked, Sender.Of(context)))
            : malformed;

    private static async Task<Results<Ok<OrderBody>, ProblemResult>> CancelAsync(
        string id, HttpContext context, OrderOperations operations, CancellationToken aborted) =>
        Answer(await operations.CancelAsync(id, Sender.Of(context), aborted));

    private static async Task<Results<Ok<OrderBody[]>, ProblemResult>> CancelAllAsync(
        HttpContext context, OrderOperations operations)
    {
        if (!AccountToCancel.TryRead(context.Request, out var account, out var problem)) return problem;
        if (!Page.OfSymbol.TryRead(context.Request, out var symbol, out problem)) return problem;
        var (canceled, refusal) = await operations.CancelAllAsync(account!, symbol, Sender.Of(context));
        return refusal is null ? TypedResults.Ok(canceled) : Problem.Of(refusal);
    }

    private static Results<Ok<OrderBody>, ProblemResult> Answer(OrderAnswer answer) =>
        answer.Problem is { } problem ? Problem.Of(problem) : TypedResults.Ok(answer.Order);

    /// <summary>The order, or that there is none, or that it is not the caller's.</summary>
    private static async Task<Results<Ok<OrderBody>, ProblemResult>> AnswerAsync(
        OrderView? order, Caller caller, string id, IGrainFactory grains) =>
        OrderOperations.FindRefusal(order, caller, id) is { } refusal
            ? Problem.Of(refusal)
            : TypedResults.Ok(OrderBody.From(order!) with { Legs = await OrderLegs.ReadAsync(order!, grains) });
}
