using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Actors;
using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Engine.Risk;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Accounts;

/// <summary>The way of an order through its account. Used within one grain's turns only.</summary>
/// <remarks>
/// 1. Join: an order whose client order id is in flight waits for the first.
/// 2. Look up: an order that is stored under the client order id is returned.
/// 3. Read: prices and quantities become ticks and lots, or the order is refused as malformed.
/// 4. Open: changes of the account come first; the account opens by its first order; the journal takes records.
/// 5. Refresh: the marks are current and the account's breaker is evaluated.
/// 6. Check: session, breakers, limits, buying power. A refusal is stored as a rejected order.
/// 7. Reserve: what passed reserves its worst outcome. Steps 6 and 7 of all orders happen in one turn.
/// 8. Place: one call per market. What the market reports is applied before the reservation is released.
/// 9. Answer: from the market's reports; outcomes count towards the account's breaker.
/// Where the outcome of a call is unknown, the reservation stays until the market has reported everything.
/// </remarks>
internal sealed class OrderGate(
    AccountLog log, AccountAdministration administration, InFlightOrders inFlight, OrderAdmission admission,
    AccountBreakerControl breaker, MarkReader marks, ReportFeed feed, ClientOrderIds clientOrderIds, IOrderQueries queries,
    InstrumentCatalogue catalogue, AccountMetrics metrics, IGrainFactory grains, TimeProvider clock, ILogger logger)
{
    private Account Account => log.Account;

    /// <summary>Submits orders; the outcome of each in its place.</summary>
    /// <param name="requests">The orders.</param>
    /// <param name="actor">Who sent them.</param>
    /// <param name="onlyReduces">Whether an order is refused unless it can only reduce a position.</param>
    public async Task<ImmutableArray<SubmitResult>> SubmitAsync(
        ImmutableArray<OrderRequest> requests, Actor actor, bool onlyReduces = false)
    {
        // 1. Join, all in one turn: so no two calls can wait for each other.
        var orders = requests.Select(request => inFlight.Begin(request, actor)).ToArray();
        var firsts = orders.Where(o => o.First is null).ToArray();
        foreach (var order in firsts) order.OnlyReduces = onlyReduces;
        var began = clock.GetTimestamp();
        try
        {
            await LookUpAsync(firsts);
            await SubmitNewAsync(firsts.Where(o => !o.IsDone), actor);
        }
        catch (Exception e)
        {
            // Every order gets an outcome: others may wait for it.
            foreach (var order in firsts) order.Fail(e);
        }
        finally
        {
            inFlight.End(firsts);
            Observe(firsts, clock.GetElapsedTime(began));
        }
        var results = ImmutableArray.CreateBuilder<SubmitResult>(orders.Length);
        foreach (var order in orders)
            results.Add(order.First is { } first ? order.Repeat(first.Request, await first.Result) : await order.Result);
        return results.MoveToImmutable();
    }

    // 2. Look up.
    private async Task LookUpAsync(Submission[] orders)
    {
        var ids = orders.Where(o => !o.IsDone).Select(o => o.Request.ClientOrderId).OfType<string>()
            .Where(clientOrderIds.Use).ToArray();
        if (ids.Length == 0) return;
        foreach (var stored in await queries.FindByClientOrderIdsAsync(Account.Id, ids, CancellationToken.None))
        {
            // Two of them may stand for one order, which was sent under one and has the other now.
            foreach (var order in ids.Where(stored.HasClientOrderId).Select(inFlight.Get))
            {
                order.IsStored = true;
                order.Complete(order.Repeat(stored.Request, new(SubmitOutcome.Existing, stored)));
            }
        }
    }

    private async Task SubmitNewAsync(IEnumerable<Submission> submissions, Actor actor)
    {
        var orders = submissions.Select(Read).OfType<GateOrder>().ToArray();
        if (orders.Length == 0) return;
        // 4. Open.
        await administration.UntilChangedAsync();
        log.ThrowIfStoreFaulted();
        if (!await administration.TryOpenByOrderAsync(actor))
        {
            var unknown = new SubmitResult(
                SubmitOutcome.NotFound, null, TradingError.UnknownAccount, $"account '{Account.Id}' is not known");
            foreach (var order in orders) order.Submission.Complete(unknown);
            return;
        }
        // 5. Refresh. A change of the breaker that is being stored may concern these orders.
        await marks.RefreshAsync(orders.SelectMany(o => catalogue.PricedBy(o.Instrument)));
        await breaker.EvaluateAsync();
        await breaker.UntilSettledAsync();
        await CheckAndPlaceAsync(orders, actor);
    }

    // 3. Read.
    private GateOrder? Read(Submission submission)
    {
        if (OrderConversion.ToSpec(submission.Request, catalogue, out var instrument, out var error) is not { } spec)
            submission.Complete(error!);
        else if (spec.ExpireAt == 0 || spec.ExpireAt > clock.GetMicroseconds())
            return new(submission, spec, instrument);
        else if (inFlight.FindReservation(submission.Request.ClientOrderId) is not null)
            submission.Fail(StillInFlight(submission.Request.ClientOrderId));
        else
            submission.Complete(new(
                SubmitOutcome.Invalid, null, TradingError.InvalidExpireAt, OrderConversion.ExplainExpireAt(submission.Request)));
        return null;
    }

    private async Task CheckAndPlaceAsync(GateOrder[] orders, Actor actor)
    {
        var denials = new List<Task>();
        // 6. Check and 7. reserve, in one turn: each order is checked against what those before it reserve.
        for (var i = 0; i < orders.Length; i++)
        {
            var order = orders[i];
            var first = inFlight.FindReservation(order.ClientOrderId);
            if (first is not null && !IsTryOf(order, first.Order))
            {
                order.Submission.Fail(StillInFlight(order.ClientOrderId));
                continue;
            }
            var result = admission.Check(order.Spec, order.Instrument, first?.Order);
            if (order.Submission.OnlyReduces && result.Refusal is null)
                result = result with { Refusal = PositionCloser.FindExcess(Account, order.Spec, order.Instrument, first?.Order) };
            admission.Record(result);
            order.Submission.HasPassedBreakers = result.HasPassedBreakers;
            if (result.Refusal is { } refusal)
            {
                if (first is null) denials.Add(DenyAsync(order, refusal));
                else order.Submission.Fail(StillInFlight(order.ClientOrderId));
                continue;
            }
            first?.Release();
            orders[i] = order with
            {
                Spec = result.Spec,
                Reservation = inFlight.Reserve(result.Held, order.ClientOrderId),
            };
        }
        // 8. Place.
        var placed = orders.Where(o => o.Reservation is not null).GroupBy(o => o.Instrument.Symbol, StringComparer.Ordinal)
            .Select(symbol => PlaceAsync(symbol.Key, [.. symbol], actor)).ToArray();
        await Task.WhenAll([.. denials, .. placed]);
        await CountOutcomesAsync(orders);
    }

    /// <summary>Whether it is another try of an order that has a reservation, and not another order under the same id.</summary>
    private static bool IsTryOf(GateOrder order, in HeldOrder held) =>
        (order.Instrument.Symbol, order.Spec.Side) == (held.Symbol, held.Side)
        // How many lots an amount buys depends on the market.
        && (order.Spec.Amount != 0 || order.Spec.Quantity == held.Remaining);

    /// <summary>The market may still take the first try: to store it as refused would be a second order of the same id.</summary>
    private static TradingUnavailableException StillInFlight(string? clientOrderId) => new(
        TradingError.StillUnderWay, $"an earlier try of client_order_id '{clientOrderId}' may still be taken");

    private async Task PlaceAsync(string symbol, GateOrder[] orders, Actor actor)
    {
        var deadline = inFlight.NextDeadline;
        var instrument = orders[0].Instrument;
        try
        {
            var batch = await grains.GetOrderBook(symbol).Place(new(
                Account.Id, deadline, Account.CursorOf(symbol).Number, instrument.TickSize, instrument.LotSize,
                [.. orders.Select(o => o.ToPlaceOrder())], actor, OrderBook.NumberOf(Account.Owner))
            {
                Desk = Account.Desk,
            });
            await feed.ApplyAsync(batch.Symbol, batch.Reports);
            foreach (var order in orders) order.Reservation!.Release();
            Answer(orders, batch.Reports);
        }
        catch (TradingUnavailableException e) when (e.IsOutcomeKnown)
        {
            foreach (var order in orders) order.Reservation!.Release();
            // A breaker changed while the orders were on their way: their market did not take them.
            var isStopped = e.Code is TradingError.BreakerOpen or TradingError.BreakerUnknown;
            foreach (var order in orders)
            {
                if (isStopped) order.Submission.HasPassedBreakers = false;
                else order.Submission.Fail(e);
            }
            if (isStopped) await Task.WhenAll(orders.Select(o => DenyAsync(o, new(e.Code, e.Message))));
        }
        catch (Exception e)
        {
            // The market may still take them until the deadline.
            _ = inFlight.ResolveUnknownOutcomeAsync([.. orders.Select(o => o.Reservation!)], symbol);
            Log.OutcomeUnknown(logger, Account.Id, symbol, e);
            foreach (var order in orders) order.Submission.Fail(e);
        }
    }

    // 9. Answer, from the reports of the market, which begin with the first order's.
    private void Answer(GateOrder[] orders, ImmutableArray<ExecutionReport> reports)
    {
        var first = reports[0].Sequence;
        var states = new OrderState[orders.Length];
        foreach (var report in reports)
        {
            var entered = report.Sequence - first;
            var order = orders[entered];
            states[entered] ??= OrderState.From(
                order.Instrument.Symbol, Account.Id, order.ClientOrderId, order.Submission.Request.Tag,
                order.Spec.ToCommand(report.Time) with { OrderId = report.Sequence });
            var concerned = report.OrderNumber - first;
            if (concerned >= 0 && concerned < states.Length) states[concerned].Apply(report);
        }
        for (var i = 0; i < orders.Length; i++)
            orders[i].Submission.Complete(ToResult(states[i].ToView(orders[i].Instrument)));
    }

    private static SubmitResult ToResult(OrderView order) => order.Status == OrderStatus.Rejected
        ? new(SubmitOutcome.Refused, order, TradingErrors.Find(order.RejectReason!) ?? TradingError.InvalidOrder,
            $"the book of {order.Request.Symbol} refused the order: {order.RejectReason}")
        : new(SubmitOutcome.Accepted, order);

    private async Task DenyAsync(GateOrder order, Refusal refusal)
    {
        metrics.Refused(refusal);
        if (refusal.Code == TradingError.OrderRate) breaker.ExceedRate();
        Log.OrderDenied(
            logger, Account.Id, order.Instrument.Symbol, order.Submission.Actor, refusal.Code.ToName(), refusal.Detail);
        try
        {
            var denied = await log.DenyAsync(
                order.Spec, order.Submission.Request, refusal, order.Submission.Actor);
            var view = OrderState.From(Account.Id, denied).ToView(order.Instrument);
            order.Submission.Complete(new(SubmitOutcome.Refused, view, refusal.Code, refusal.Detail));
        }
        catch (TradingUnavailableException e)
        {
            order.Submission.Fail(e);
        }
    }

    private Task CountOutcomesAsync(GateOrder[] orders)
    {
        foreach (var order in orders)
            if (order.Submission.HasPassedBreakers && order.Submission.Result.IsCompletedSuccessfully)
                breaker.CountOutcome(order.Submission.Result.Result.Outcome == SubmitOutcome.Refused);
        return breaker.EvaluateAsync();
    }

    private void Observe(Submission[] orders, TimeSpan duration)
    {
        foreach (var order in orders)
        {
            if (order.IsStored || !catalogue.TryGet(order.Request.Symbol, out _)) continue;
            var result = order.Result.IsCompletedSuccessfully ? order.Result.Result : null;
            metrics.Observe(order.Request, result, duration);
            if (result?.Order is { } view)
                Log.OrderAnswered(logger, Account.Id, view.Id, view.Request.Symbol, view.Status, order.Actor);
        }
    }
}
