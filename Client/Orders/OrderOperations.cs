using System.Collections.Immutable;
using TradingOps.Bodies;
using TradingOps.Bodies.Orders;
using TradingOps.Client.Cluster;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Grains;
using TradingOps.Grains.Orders;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.Orders;

/// <summary>
/// Submits, amends and cancels orders, whatever carries the request: HTTP or a WebSocket. Except where a method says otherwise,
/// errors of the cluster are thrown.
/// </summary>
internal sealed class OrderOperations(
    IGrainFactory grains, FrontOptions front, CancelRetry patience, ILogger<OrderOperations> logger)
{
    /// <summary>Submits an order; an error of the cluster is an answer too.</summary>
    public async Task<OrderAnswer> SubmitAsync(NewOrderBody body, Sender sender) =>
        Read(body, sender, out var account, out var problem) is { } order
            ? (await PlaceAsync(account, [order], sender))[0]
            : OrderAnswer.Of(problem!);

    /// <summary>
    /// Submits many orders, with one call per account; each has its answer in its place. An account checks and places its orders
    /// in their order. What one account answers, or that it cannot, leaves the others alone.
    /// </summary>
    public async Task<OrderAnswer[]> SubmitAsync(IReadOnlyList<NewOrderBody> bodies, Sender sender)
    {
        var answers = new OrderAnswer[bodies.Count];
        var accounts = new Dictionary<string, List<(int Place, OrderRequest Order)>>(StringComparer.Ordinal);
        for (var i = 0; i < answers.Length; i++)
        {
            if (Read(bodies[i], sender, out var account, out var problem) is not { } order)
            {
                answers[i] = OrderAnswer.Of(problem!);
                continue;
            }
            if (!accounts.TryGetValue(account, out var orders)) accounts.Add(account, orders = []);
            orders.Add((i, order));
        }
        await Task.WhenAll(accounts.Select(async a =>
        {
            var placed = await PlaceAsync(a.Key, [.. a.Value.Select(o => o.Order)], sender);
            for (var i = 0; i < placed.Length; i++) answers[a.Value[i].Place] = placed[i];
        }));
        return answers;
    }

    /// <summary>What an order would do; nothing is sent. Answers the figures, or the problem.</summary>
    public async Task<(WhatIfBody? Tried, ProblemBody? Problem)> TryAsync(NewOrderBody body, Sender sender)
    {
        if (Read(body, sender, out var account, out var problem) is not { } order) return (null, problem);
        if (await grains.GetAccount(account).TryOrder(order) is not { } tried)
            return (null, Problem.UnknownAccount(account).Body);
        return tried.Before is null
            ? (null, Problem.BodyOf(tried.Code!.Value, tried.Detail!))
            : (WhatIfBody.From(tried), null);
    }

    /// <summary>Changes an order.</summary>
    public async Task<OrderAnswer> AmendAsync(string id, AmendmentBody body, Sender sender)
    {
        if (AmendmentReader.Read(body, out var problem) is not { } amendment) return OrderAnswer.Of(problem!);
        var order = await grains.GetOrderQueries().FindOrder(id);
        if (FindRefusal(order, sender.Caller, id) is { } refusal) return OrderAnswer.Of(refusal);
        return OrderAnswer.From(
            await grains.GetAccount(order!.Account).AmendOrder(id, amendment, sender.Actor), created: false);
    }

    /// <summary>Cancels an order, and tries again while its market does not answer.</summary>
    public Task<OrderAnswer> CancelAsync(string id, Sender sender, CancellationToken aborted) =>
        patience.UntilAnsweredAsync(isAgain => CancelOnceAsync(id, sender, isAgain), aborted);

    /// <summary>
    /// Cancels every open order of an account, or of it in a symbol. Answers those that were canceled, or the problem.
    /// </summary>
    public async Task<(OrderBody[]? Canceled, ProblemBody? Problem)> CancelAllAsync(
        string account, string? symbol, Sender sender)
    {
        if (!sender.Caller.MayUse(account)) return (null, Problem.ForbiddenAccountBody(sender.Caller, account));
        symbol = symbol is null ? null : OptionSymbol.WithoutPadding(symbol);
        if (await grains.GetAccount(account).CancelOrders(symbol, sender.Actor) is not { } canceled)
            return (null, Problem.UnknownAccount(account).Body);
        // Looked up behind the cancel, which depends on nothing but the account and its markets.
        if (canceled.IsEmpty && await Problem.FindUnknownSymbolAsync(symbol, grains) is { } unknown) return (null, unknown.Body);
        return (canceled.Select(OrderBody.From).ToArray(), null);
    }

    /// <summary>
    /// Why a caller does not get an order: it does not exist, or the caller may not use its account. Null if the caller gets it.
    /// </summary>
    public static ProblemBody? FindRefusal(OrderView? order, Caller caller, string id) =>
        order is null ? Unknown(id)
        : caller.MayUse(order.Account) ? null
        : Problem.ForbiddenOrder(caller, order.Id).Body;

    /// <summary>The order and its account, or null with the problem to answer.</summary>
    private static OrderRequest? Read(NewOrderBody body, Sender sender, out string account, out ProblemBody? problem)
    {
        var order = OrderReader.Read(body, out account, out problem);
        if (order is null || sender.Caller.MayUse(account)) return order;
        problem = Problem.ForbiddenAccountBody(sender.Caller, account);
        return null;
    }

    private async Task<OrderAnswer[]> PlaceAsync(string account, ImmutableArray<OrderRequest> orders, Sender sender)
    {
        try
        {
            var grain = grains.GetAccount(account);
            ImmutableArray<SubmitResult> results = orders.Length == 1
                ? [await grain.SubmitOrder(orders[0], sender.Actor)]
                : await grain.SubmitOrders(orders, sender.Actor);
            var answers = new OrderAnswer[results.Length];
            for (var i = 0; i < answers.Length; i++) answers[i] = await AnswerAsync(results[i]);
            return answers;
        }
        catch (Exception e) when (GrainCall.IsFailure(e))
        {
            var problem = OrderAnswer.Of(ClusterErrors.ToProblem(e, front));
            return [.. Enumerable.Repeat(problem, orders.Length)];
        }
    }

    /// <summary>The answer to a new order, with its legs. The order is stored, whether its legs can be read or not.</summary>
    private async Task<OrderAnswer> AnswerAsync(SubmitResult result)
    {
        var answer = OrderAnswer.From(result, created: true);
        if (answer.Order is not { } order || result.Order is not { } view) return answer;
        try
        {
            return answer with { Order = order with { Legs = await OrderLegs.ReadAsync(view, grains) } };
        }
        catch (Exception e) when (GrainCall.IsFailure(e))
        {
            Log.LegsNotRead(logger, view.Id, e);
            return answer;
        }
    }

    private async Task<OrderAnswer> CancelOnceAsync(string id, Sender sender, bool isAgain)
    {
        // A caller that may cancel for some accounts only may not guess ids of orders that it cannot know.
        if (!sender.Caller.MayUseEveryAccount
            && FindRefusal(await grains.GetOrderQueries().FindOrder(id), sender.Caller, id) is { } refusal)
            return OrderAnswer.Of(refusal);
        if (OrderIds.TryParse(id, out var symbol, out _))
        {
            var result = await grains.GetOrderBook(symbol).Cancel(id, sender.Actor);
            if (isAgain && result is { Code: TradingError.NotOpen, Order: { Status: OrderStatus.Canceled } canceled })
                result = new(SubmitOutcome.Accepted, canceled);
            if (result.Outcome != SubmitOutcome.NotFound) return OrderAnswer.From(result, created: false);
        }
        // An order that was refused before it reached a market is known to no market.
        return OrderAnswer.Of(await grains.GetOrderQueries().FindOrder(id) is { IsOpen: false } order
            ? Problem.BodyOf(
                TradingError.NotOpen, $"order {id} is {Words.Statuses[order.Status]}", order: OrderBody.From(order))
            : Unknown(id));
    }

    private static ProblemBody Unknown(string id) =>
        Problem.BodyOf(TradingError.UnknownOrder, $"there is no order {Excerpt.Of(id)}");
}
