using System.Collections.Immutable;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Engine.Risk;
using TradingOps.Grains.Books;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Accounts;

// The way of an order through the gate: seen before, well formed, within limits, held, placed, answered.
public sealed partial class AccountGrain
{
    /// <summary>As the response timeout of <see cref="IOrderBookGrain.Place"/>: later nobody waits for the order.</summary>
    private static readonly TimeSpan PlaceTimeout = TimeSpan.FromSeconds(5);

    /// <summary>
    /// By then no order that the activation before this one has sent is under way any more: taken in time, and stored by a
    /// database that is slow.
    /// </summary>
    private static readonly TimeSpan ReadIdsAfter = 6 * PlaceTimeout;

    private static readonly TimeSpan SettleAgainAfter = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, Submission> _underWay = new(StringComparer.Ordinal);
    private readonly OrderPace _pace = new();
    private ClientOrderIds _clientOrderIds = null!;
    private IGrainTimer? _readingIds;

    /// <inheritdoc/>
    public async Task<SubmitResult> SubmitOrder(OrderRequest request)
    {
        var result = (await SubmitOrders([request]))[0];
        return result.Outcome != SubmitOutcome.Unavailable
            ? result
            : throw new TradingUnavailableException(result.Code!, result.Detail!);
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<SubmitResult>> SubmitOrders(ImmutableArray<OrderRequest> requests)
    {
        // In one turn for all of them: so no two calls can wait for each other.
        var orders = new Submission[requests.Length];
        for (var i = 0; i < orders.Length; i++) orders[i] = Begin(requests[i]);
        var firsts = orders.Where(o => o.First is null).ToArray();
        var began = clock.GetTimestamp();
        try
        {
            await AnswerStoredAsync(firsts);
            await SubmitNewAsync(firsts.Where(o => !o.IsDone).ToArray());
        }
        catch (Exception e)
        {
            Fail(firsts, e);
        }
        finally
        {
            foreach (var order in firsts)
                if (order.Request.ClientOrderId is { } id)
                    _underWay.Remove(id);
            Observe(firsts, clock.GetElapsedTime(began));
        }
        var results = ImmutableArray.CreateBuilder<SubmitResult>(orders.Length);
        foreach (var order in orders)
            results.Add(
                order.First is null ? await order.Result : Again(order.Request, order.First.Request, await order.First.Result));
        return results.MoveToImmutable();
    }

    private void Observe(Submission[] orders, TimeSpan duration)
    {
        foreach (var order in orders)
        {
            if (order.IsStored || !catalogue.TryGet(order.Request.Symbol, out _)) continue;
            var result = order.Result.IsCompletedSuccessfully ? order.Result.Result : null;
            metrics.Observe(order.Request, result, duration);
            if (result?.Order is { } view) Log.OrderAnswered(logger, Account.Id, view.Id, view.Request.Symbol, view.Status);
        }
    }

    private Submission Begin(OrderRequest request)
    {
        if (request.ClientOrderId is not { } id) return new(request);
        if (_underWay.TryGetValue(id, out var first)) return new(request) { First = first };
        var order = new Submission(request);
        _underWay.Add(id, order);
        return order;
    }

    /// <summary>None of them may be left without an outcome: others may wait for it.</summary>
    private static void Fail(IEnumerable<Submission> orders, Exception e)
    {
        foreach (var order in orders.Where(o => !o.IsDone))
        {
            if (e is TradingUnavailableException known)
                order.Complete(new(SubmitOutcome.Unavailable, null, known.Code, known.Message));
            else if (IsUnavailable(e))
                order.Complete(new(SubmitOutcome.Unavailable, null, "outcome_unknown", $"a market did not answer: {e.Message}"));
            else
                order.Break(e);
        }
    }

    private async Task ReadClientOrderIdsAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _clientOrderIds.ReadStoredAsync(cancellationToken);
            _readingIds?.Dispose();
        }
        catch (TradingUnavailableException e)
        {
            Log.ClientOrderIdsUnknown(logger, Account.Id, e);
        }
    }

    private async Task AnswerStoredAsync(Submission[] orders)
    {
        var ids = orders.Select(o => o.Request.ClientOrderId).OfType<string>().Where(_clientOrderIds.Use).ToArray();
        if (ids.Length == 0) return;
        foreach (var stored in await queries.FindByClientOrderIdsAsync(Account.Id, ids, CancellationToken.None))
        {
            var order = _underWay[stored.Request.ClientOrderId!];
            order.IsStored = true;
            order.Complete(Again(order.Request, stored.Request, new(SubmitOutcome.Existing, stored)));
        }
    }

    private static SubmitResult Again(OrderRequest request, OrderRequest before, SubmitResult result)
    {
        if (request with { AssetClass = null } != before with { AssetClass = null })
            return new(SubmitOutcome.Conflict, null, "client_order_id_reused",
                $"client_order_id '{request.ClientOrderId}' was used for an order with other content");
        return result.Order is null ? result : new(SubmitOutcome.Existing, result.Order);
    }

    private async Task SubmitNewAsync(Submission[] orders)
    {
        orders = [.. orders.Where(Read)];
        if (orders.Length == 0) return;
        if (_changing is { } change) await change.ConfigureAwait(Quietly);
        if (!journal.TakesRecords)
        {
            Fail(orders, new TradingUnavailableException(
                TradingUnavailableException.JournalUnavailable, "the journal takes no records now", isOutcomeKnown: true));
            return;
        }
        if (!_journal.IsOpened)
        {
            if (!options.Value.OpenOnFirstOrder)
            {
                var unknown = new SubmitResult(
                    SubmitOutcome.NotFound, null, "unknown_account", $"account '{Account.Id}' is not known");
                foreach (var order in orders) order.Complete(unknown);
                return;
            }
            await OpenAsync(options.Value.OpeningCash, options.Value.OpeningLimits);
        }
        await KeepMarksAsync(orders.Select(o => o.Instrument.Symbol));
        await CheckAndPlaceAsync(orders);
    }

    private bool Read(Submission order)
    {
        var read = OrderIntake.Read(order.Request, catalogue, out var instrument, out var error);
        if (read is null)
        {
            order.Complete(error!);
            return false;
        }
        (order.Order, order.Instrument) = (read, instrument);
        return true;
    }

    private async Task CheckAndPlaceAsync(Submission[] orders)
    {
        var denials = new List<Task>();
        await LookAsync();
        // A change of the breaker that is being stored may be about these very orders.
        while (!_keeper.Moving.IsCompleted) await _keeper.Moving;
        // One turn: each is checked against what those before it hold.
        foreach (var order in orders)
        {
            var first = _holds.Find(order.Order.ClientOrderId);
            if (first is not null && !IsTryOf(order, first.Order))
            {
                Fail([order], StillUnderWay(order));
                continue;
            }
            if (Check(order, out var held, first?.Order) is { } refusal)
            {
                if (first is null) denials.Add(DenyAsync(order, refusal));
                else Fail([order], StillUnderWay(order));
                continue;
            }
            first?.Release();
            order.Hold = _holds.Take(held, order.Order.ClientOrderId);
        }
        var placed = orders.Where(o => o.Hold is not null).GroupBy(o => o.Instrument.Symbol, StringComparer.Ordinal)
            .Select(symbol => PlaceAsync(symbol.Key, [.. symbol])).ToArray();
        await Task.WhenAll([.. denials, .. placed]);
        await CountOutcomesAsync(orders);
    }

    /// <summary>Whether it is another try of an order that is held, and not another order under the same id.</summary>
    private static bool IsTryOf(Submission order, in HeldOrder held) =>
        (order.Instrument.Symbol, order.Order.Side, order.Order.Quantity) == (held.Symbol, held.Side, held.Remaining);

    /// <summary>The market may still take the first try: to store it as refused would be a second order of the same id.</summary>
    private static TradingUnavailableException StillUnderWay(Submission order) => new(
        "still_under_way", $"an earlier try of client_order_id '{order.Request.ClientOrderId}' may still be taken");

    /// <summary>The checks of an order that is well formed, in their order; null lets it pass with what it is to hold.</summary>
    private Refusal? Check(Submission order, out HeldOrder held, HeldOrder? before = null)
    {
        var (placed, instrument) = (order.Order, order.Instrument);
        var mark = marks[instrument.Symbol];
        held = new HeldOrder(
            instrument.Symbol, 0, placed.Side, ReservePrice(placed, instrument, mark), placed.Quantity);
        if ((CheckStatus(instrument) ?? CheckBreakers(order, held, before)) is { } stopped) return stopped;
        var check = new OrderCheck
        {
            Content = new(
                instrument.Symbol, placed.Side, placed.Type, placed.TimeInForce, placed.Quantity, placed.Price, placed.StopPrice),
            Held = held,
            Before = before,
            Time = clock.GetMicroseconds(),
        };
        if (PreTradeChecks.Check(check, Account, instrument, mark, _pace, _value) is { } refusal) return refusal;
        if (placed.Type == OrderType.Market && PriceCollar.Worst(placed.Side, mark, Account.Limits, instrument) is { } worst)
            order.Order = placed with { Price = worst };
        return null;
    }

    private Refusal? CheckStatus(Instrument instrument) => calendar.StatusAt(instrument, clock.GetMicroseconds()) switch
    {
        InstrumentStatus.Open => null,
        var status => new(status.ToString().ToLowerInvariant(), $"{instrument.Symbol} is {status.ToString().ToLowerInvariant()}"),
    };

    private async Task PlaceAsync(string symbol, Submission[] orders)
    {
        var (deadline, instrument) = (clock.GetMicroseconds() + (long)PlaceTimeout.TotalMicroseconds, orders[0].Instrument);
        try
        {
            var batch = await GrainFactory.GetOrderBook(symbol).Place(new(
                Account.Id, deadline, Account.CursorOf(symbol).Number, instrument.TickSize, instrument.LotSize,
                [.. orders.Select(o => o.Order)]));
            await _feed.ApplyAsync(batch.Symbol, batch.Reports);
            foreach (var order in orders) order.Hold!.Release();
            Answer(orders, batch.Reports);
        }
        catch (TradingUnavailableException e) when (e.IsOutcomeKnown)
        {
            foreach (var order in orders) order.Hold!.Release();
            if (e.Code.StartsWith("breaker_", StringComparison.Ordinal)) await DenyAsync(orders, new(e.Code, e.Message));
            else Fail(orders, e);
        }
        catch (Exception e)
        {
            // They may still be taken until the deadline: what they hold stays held until the market tells.
            _ = SettleAsync(orders, symbol);
            Log.OutcomeUnknown(logger, Account.Id, symbol, e);
            Fail(orders, e);
        }
    }

    /// <summary>Lets go of what orders hold whose outcome was not known, once their market has told everything.</summary>
    private async Task SettleAsync(Submission[] orders, string symbol)
    {
        await Task.Delay(PlaceTimeout, clock);
        while (orders.Any(o => !o.Hold!.IsReleased))
        {
            try
            {
                // Past the deadline the market takes the orders no more; what it took before, it tells now.
                await CatchUpAsync(symbol);
                foreach (var order in orders) order.Hold!.Release();
            }
            catch (Exception e)
            {
                Log.OutcomeUnknown(logger, Account.Id, symbol, e);
                await Task.Delay(SettleAgainAfter, clock);
            }
        }
    }

    /// <summary>Answers orders from the reports of their market, which begin with the first order's.</summary>
    private void Answer(Submission[] orders, ImmutableArray<ExecutionReport> reports)
    {
        var first = reports[0].Sequence;
        var states = new OrderState[orders.Length];
        foreach (var report in reports)
        {
            var entered = report.Sequence - first;
            states[entered] ??= OrderState.From(
                orders[entered].Instrument.Symbol, Account.Id, orders[entered].Order.ClientOrderId,
                orders[entered].Order.ToCommand(report.Time) with { OrderId = report.Sequence });
            var concerned = report.OrderNumber - first;
            if (concerned >= 0 && concerned < states.Length) states[concerned].Apply(report);
        }
        for (var i = 0; i < orders.Length; i++) orders[i].Complete(ToResult(states[i].ToView(orders[i].Instrument)));
    }

    private static SubmitResult ToResult(OrderView order) => order.Status == OrderStatus.Rejected
        ? new(SubmitOutcome.Refused, order, order.RejectReason,
            $"the book of {order.Request.Symbol} refused the order: {order.RejectReason}")
        : new(SubmitOutcome.Accepted, order);

    /// <summary>The firm's breaker moved while the orders were on their way: their market did not take them.</summary>
    private Task DenyAsync(Submission[] orders, Refusal refusal) => Task.WhenAll(orders.Select(o => DenyAsync(o, refusal)));

    private async Task DenyAsync(Submission order, Refusal refusal)
    {
        metrics.Refused(refusal);
        if (refusal.Code == "order_rate") _breaker.ExceedRate(Account.Limits.MaxOrdersPerSecond);
        Log.OrderDenied(logger, Account.Id, order.Instrument.Symbol, refusal.Code, refusal.Detail);
        try
        {
            var denied = await Guard(_journal.DenyAsync(order.Order, order.Instrument.Symbol, refusal));
            var view = OrderState.From(Account.Id, denied).ToView(order.Instrument);
            order.Complete(new(SubmitOutcome.Refused, view, refusal.Code, refusal.Detail));
        }
        catch (TradingUnavailableException e)
        {
            Fail([order], e);
        }
    }

    private static long ReservePrice(PlaceOrder order, Instrument instrument, in Mark mark)
    {
        if (order.Type is OrderType.Limit or OrderType.StopLimit) return order.Price;
        var expected = mark.Against(order.Side) ?? instrument.ReferencePrice;
        return (long)Math.Ceiling(expected / instrument.TickSize);
    }
}
