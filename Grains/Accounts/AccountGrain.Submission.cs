using System.Collections.Immutable;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Engine.Risk;
using TradingOps.Grains.Books;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Accounts;

// The way of an order: once a client order id, checked, reserved, sent to its market, answered.
public sealed partial class AccountGrain
{
    /// <summary>As the response timeout of <see cref="IOrderBookGrain.Place"/>: later nobody waits for the order.</summary>
    private static readonly TimeSpan PlaceTimeout = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan SettleAgainAfter = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, SubmissionUnderWay> _underWay = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task<SubmitResult> SubmitOrder(OrderRequest request)
    {
        if (request.ClientOrderId is not { } id) return await SubmitNewAsync(request);
        if (_underWay.TryGetValue(id, out var first))
            return Again(request, first.Request, await first.Result);
        var result = SubmitOnceAsync(request, id);
        _underWay.Add(id, new(request, result));
        try
        {
            return await result;
        }
        finally
        {
            _underWay.Remove(id);
        }
    }

    private async Task<SubmitResult> SubmitOnceAsync(OrderRequest request, string clientOrderId)
    {
        var stored = await queries.FindByClientOrderIdAsync(Account.Id, clientOrderId, CancellationToken.None);
        return stored is null
            ? await SubmitNewAsync(request)
            : Again(request, stored.Request, new(SubmitOutcome.Existing, stored));
    }

    private static SubmitResult Again(OrderRequest request, OrderRequest before, SubmitResult result)
    {
        if (request with { AssetClass = null } != before with { AssetClass = null })
            return new(SubmitOutcome.Conflict, null, "client_order_id_reused",
                $"client_order_id '{request.ClientOrderId}' was used for an order with other content");
        return result.Order is null ? result : new(SubmitOutcome.Existing, result.Order);
    }

    private async Task<SubmitResult> SubmitNewAsync(OrderRequest request)
    {
        var order = OrderIntake.Read(Account.Id, request, catalogue, out var instrument, out var error);
        if (order is null) return error!;
        if (!_journal.IsOpened)
        {
            if (!options.Value.OpenOnFirstOrder)
                return new(SubmitOutcome.NotFound, null, "unknown_account", $"account '{Account.Id}' is not known");
            await OpenAsync(options.Value.OpeningCash, new() { Leverage = options.Value.Leverage });
        }
        var began = clock.GetTimestamp();
        SubmitResult? result = null;
        try
        {
            await LearnMarksAsync(instrument.Symbol);
            result = await CheckAndPlaceAsync(order, instrument);
            return result;
        }
        finally
        {
            metrics.Observe(order, instrument, result, clock.GetElapsedTime(began));
        }
    }

    private async Task<SubmitResult> CheckAndPlaceAsync(PlaceOrder order, Instrument instrument)
    {
        _holds.ReleaseFor(order.ClientOrderId);
        var held = new HeldOrder(instrument.Symbol, 0, order.Side, ReservePrice(order, instrument), order.Quantity);
        if (PreTradeChecks.Check(held, Account, instrument, breakers.Firm, Value) is { } refusal)
            return await DenyAsync(order, instrument, refusal);
        var hold = _holds.Take(held, order.ClientOrderId);
        var deadline = clock.GetMicroseconds() + (long)PlaceTimeout.TotalMicroseconds;
        try
        {
            var batch = await GrainFactory.GetOrderBook(instrument.Symbol).Place(order with
            {
                Deadline = deadline,
                Acknowledged = Account.CursorOf(instrument.Symbol).Number,
            });
            await _feed.ApplyAsync(batch.Symbol, batch.Reports);
            hold.Release();
            return Answer(order, instrument, batch.Reports);
        }
        catch (TradingUnavailableException e) when (e.IsOutcomeKnown)
        {
            hold.Release();
            throw;
        }
        catch (Exception e)
        {
            // It may still be taken until its deadline: what it holds stays held until the market tells.
            _ = SettleAsync(hold, instrument.Symbol);
            Log.OutcomeUnknown(logger, Account.Id, instrument.Symbol, e);
            if (e is TradingUnavailableException || !IsUnavailable(e)) throw;
            throw new TradingUnavailableException(
                "outcome_unknown", $"the market of {instrument.Symbol} did not answer: {e.Message}");
        }
    }

    /// <summary>Lets go of what an order holds whose outcome was not known, once its market has told everything.</summary>
    private async Task SettleAsync(OrderHold hold, string symbol)
    {
        await Task.Delay(PlaceTimeout, clock);
        while (!hold.IsReleased)
        {
            try
            {
                // Past the deadline the market takes the order no more; what it took before, it tells now.
                await CatchUpAsync(symbol);
                hold.Release();
            }
            catch (Exception e) when (IsUnavailable(e))
            {
                Log.OutcomeUnknown(logger, Account.Id, symbol, e);
                await Task.Delay(SettleAgainAfter, clock);
            }
        }
    }

    private static SubmitResult Answer(PlaceOrder order, Instrument instrument, ImmutableArray<ExecutionReport> reports)
    {
        var number = reports[0].Sequence;
        var state = OrderState.From(
            instrument.Symbol, order.Account, order.ClientOrderId, order.ToCommand(reports[0].Time) with { OrderId = number });
        foreach (var report in reports)
            if (report.OrderNumber == number)
                state.Apply(report);
        var view = state.ToView(instrument);
        return view.Status == OrderStatus.Rejected
            ? new(SubmitOutcome.Refused, view, view.RejectReason,
                $"the book of {instrument.Symbol} refused the order: {view.RejectReason}")
            : new(SubmitOutcome.Accepted, view);
    }

    private async Task<SubmitResult> DenyAsync(PlaceOrder order, Instrument instrument, Refusal refusal)
    {
        Log.OrderDenied(logger, Account.Id, instrument.Symbol, refusal.Code, refusal.Detail);
        var denied = await Guard(_journal.DenyAsync(order, instrument.Symbol, refusal));
        var view = OrderState.From(Account.Id, denied).ToView(instrument);
        return new(SubmitOutcome.Refused, view, refusal.Code, refusal.Detail);
    }

    private long ReservePrice(PlaceOrder order, Instrument instrument)
    {
        if (order.Type is OrderType.Limit or OrderType.StopLimit) return order.Price;
        var expected = marks[instrument.Symbol].Against(order.Side) ?? instrument.ReferencePrice;
        return (long)Math.Ceiling(expected / instrument.TickSize);
    }

    private sealed record SubmissionUnderWay(OrderRequest Request, Task<SubmitResult> Result);
}
