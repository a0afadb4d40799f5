using System.Collections.Immutable;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Actors;
using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Accounts;

/// <summary>
/// Changes and cancels open orders of an account. A change of quantity, price or trail that asks for more passes the checks of
/// a new order. Used within one grain's turns only.
/// </summary>
internal sealed class OrderAmendments(
    Account account, OrderAdmission admission, InFlightOrders inFlight, AccountBreakerControl breaker, MarkReader marks,
    ReportFeed feed, OrderCancels cancels, ClientOrderIds clientOrderIds, IOrderQueries queries, InstrumentCatalogue catalogue,
    IGrainFactory grains)
{
    private const int MaxTries = 5;

    /// <summary>
    /// Changes an order; with a client order id once, however often it is sent. <see cref="TradingUnavailableException"/> if the
    /// outcome is unknown: sending the change again is safe then, but for a reduction by a quantity without an id.
    /// </summary>
    public async Task<SubmitResult> AmendAsync(string orderId, OrderAmendment amendment, Actor actor)
    {
        if (amendment.ClientOrderId is not { } id) return await AmendUntilSettledAsync(orderId, amendment, actor);
        inFlight.BeginRename(id);
        try
        {
            return await AmendUntilSettledAsync(orderId, amendment, actor);
        }
        finally
        {
            inFlight.EndRename(id);
        }
    }

    private async Task<SubmitResult> AmendUntilSettledAsync(string orderId, OrderAmendment amendment, Actor actor)
    {
        for (var tries = 1; ; tries++)
        {
            var result = await FindUseAsync(orderId, amendment.ClientOrderId)
                ?? await AmendOnceAsync(orderId, amendment, actor);
            // The order traded between the lookup and the change: a smaller quantity is left to change.
            if (result.Code != TradingError.OrderChanged || tries == MaxTries) return result;
        }
    }

    /// <summary>What a client order id stands for already: this very change, or something else; null if it is new.</summary>
    private async Task<SubmitResult?> FindUseAsync(string orderId, string? id)
    {
        if (id is null) return null;
        clientOrderIds.Use(id);
        if (await queries.FindByClientOrderIdsAsync(account.Id, [id], CancellationToken.None) is not [var order]) return null;
        // The id that it was entered under names the order, and no change of it.
        return order.Id == orderId && id != order.Request.ClientOrderId
            ? new(SubmitOutcome.Existing, order)
            : Submission.Reused(id);
    }

    /// <summary>
    /// Cancels the open orders, of one symbol or all. Throws what a call to a market failed with, when all have ended.
    /// </summary>
    public Task<ImmutableArray<OrderView>> CancelAsync(string? symbol, Actor actor) =>
        cancels.CancelAsync(account.OpenOrders.Where(o => symbol is null || o.Symbol == symbol), actor);

    private async Task<SubmitResult> AmendOnceAsync(string orderId, OrderAmendment amendment, Actor actor)
    {
        var stored = await queries.FindOrderAsync(orderId, CancellationToken.None);
        if (stored is null || stored.Account != account.Id)
            return OrderAnswers.Unknown(orderId);
        if (!stored.IsOpen) return OrderAnswers.NotOpen(stored);
        var open = (amendment.Quantity ?? stored.Quantity) - stored.FilledQuantity - (amendment.ReduceBy ?? 0);
        if (open <= 0)
            return new(SubmitOutcome.Invalid, null, TradingError.InvalidQuantity, amendment.ReduceBy is { } less
                ? $"reduce_by {less} is not less than the {stored.RemainingQuantity} that are open"
                : $"qty {amendment.Quantity} is not more than the {stored.FilledQuantity} that are filled");
        if (amendment.ClientOrderId is not null && stored.EarlierClientOrderIds.Length >= OrderAmendment.MaxClientOrderIds)
            return new(SubmitOutcome.Refused, stored, TradingError.TooManyClientOrderIds,
                $"order {orderId} has had {OrderAmendment.MaxClientOrderIds} client order ids; change it without a new one");
        if (amendment.Trail is { } trail && stored.Request.Type != OrderType.TrailingStop)
            return new(SubmitOutcome.Invalid, null, TradingError.UnexpectedField,
                $"trail {trail} goes with type trailing_stop");
        var request = stored.Request with
        {
            Quantity = open,
            LimitPrice = amendment.LimitPrice ?? stored.LimitPrice,
            // That of a trailing stop follows the market, and is not its owner's to give.
            StopPrice = amendment.StopPrice ?? (stored.Request.Type.HasStop() ? stored.StopPrice : null),
            TrailPrice = stored.Request.TrailPrice is null ? null : amendment.Trail ?? stored.Trail,
            TrailPercent = stored.Request.TrailPercent is null ? null : amendment.Trail ?? stored.Trail,
            DisplayQuantity = null,
            ClientOrderId = null,
            // What it is linked with stays as it is.
            Instructions = stored.Request.Instructions with { Class = OrderClass.Simple },
            TakeProfitPrice = null,
            StopLossPrice = null,
            StopLossLimit = null,
            MinQuantity = null,
        };
        // A new whole quantity is as bounded as that of a new order; what is left of an order may be less.
        var isRemainder = (amendment.Quantity ?? amendment.ReduceBy) is null || stored.FilledQuantity > 0;
        if (OrderConversion.ToSpec(request, catalogue, out var instrument, out var error, isRemainder) is not { } order)
            return error!;
        await feed.CatchUpAsync(grains.GetOrderBook(instrument.Symbol), instrument.Symbol);
        await marks.RefreshAsync(catalogue.PricedBy(instrument));
        await breaker.EvaluateAsync();
        return await CheckAndReplaceAsync(stored, amendment, request, order, instrument, actor);
    }

    private static OrderClass ExitsOf(OrderView stored) =>
        stored.Request.Instructions.Class is not OrderClass.Oco and var exits ? exits : OrderClass.Simple;

    private async Task<SubmitResult> CheckAndReplaceAsync(
        OrderView stored, OrderAmendment amendment, OrderRequest request, OrderSpec order, Instrument instrument, Actor actor)
    {
        HeldOrder before = default;
        var isKnown = OrderIds.TryParse(stored.Id, out _, out var number)
            && account.TryGetOpen(instrument.Symbol, number, out before);
        var hasSameStop = request.StopPrice is null || request.StopPrice == stored.StopPrice;
        var asksLess = isKnown && hasSameStop && amendment.Trail is null && stored.LimitPrice == request.LimitPrice
            && order.Quantity <= before.Remaining;
        OrderReservation? reservation = null;
        if (!asksLess)
        {
            // Its exits open a position where a position has come that it would close.
            var withExits = order with { Instructions = order.Instructions with { Class = ExitsOf(stored) } };
            var result = admission.Check(withExits, instrument, isKnown ? before : null);
            admission.Record(result);
            if (result.Refusal is { } refusal) return new(SubmitOutcome.Refused, stored, refusal.Code, refusal.Detail);
            order = result.Spec;
            // Besides what the order reserves already: until its market has answered, it may be filled as either.
            reservation = inFlight.Reserve(result.Held, null);
        }
        var deadline = inFlight.NextDeadline;
        try
        {
            var replaced = await grains.GetOrderBook(instrument.Symbol).Replace(new()
            {
                OrderId = stored.Id,
                Price = asksLess && !request.Type.HasLimit() ? null : order.Price,
                HasLimit = request.Type.HasLimit(),
                StopPrice = request.StopPrice is not null || (amendment.Trail is not null && order.Side == Side.Buy)
                    ? order.StopPrice
                    : null,
                Quantity = order.Quantity,
                TrailAmount = amendment.Trail is null ? 0 : order.TrailAmount,
                TrailBasisPoints = amendment.Trail is null ? 0 : order.TrailBasisPoints,
                ClientOrderId = amendment.ClientOrderId,
                Owner = OrderBook.NumberOf(account.Owner),
                Deadline = deadline,
                Expected = instrument.TryToLots(stored.RemainingQuantity, out var expected) ? expected : null,
                Actor = actor,
            });
            // Released only when the order itself reserves as much.
            if (replaced.Outcome == SubmitOutcome.Accepted)
                await feed.CatchUpAsync(grains.GetOrderBook(instrument.Symbol), instrument.Symbol);
            reservation?.Release();
            return replaced;
        }
        catch (TradingUnavailableException e) when (e.IsOutcomeKnown)
        {
            reservation?.Release();
            throw;
        }
        catch
        {
            if (reservation is not null) _ = inFlight.ResolveUnknownOutcomeAsync([reservation], instrument.Symbol);
            if (amendment.ClientOrderId is { } id) _ = inFlight.HoldRenameAsync(id);
            throw;
        }
    }
}
