using System.Collections.Immutable;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Accounts;

// Changes to open orders, and their cancellation.
public sealed partial class AccountGrain
{
    private const int MaxTries = 5;

    /// <inheritdoc/>
    public async Task<SubmitResult> AmendOrder(string orderId, OrderAmendment amendment)
    {
        var result = await AmendOnceAsync(orderId, amendment);
        // It traded between the question and the change: what is left to change is another.
        for (var tries = 1; result.Code == "order_changed" && tries < MaxTries; tries++)
            result = await AmendOnceAsync(orderId, amendment);
        return result;
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<OrderView>?> CancelOrders(string? symbol)
    {
        if (!_journal.IsOpened) return null;
        var canceled = await CancelAsync(Account.OpenOrders.Where(o => symbol is null || o.Symbol == symbol));
        return [.. canceled.SelectMany(orders => orders)];
    }

    /// <summary>One call a market.</summary>
    private Task<ImmutableArray<OrderView>[]> CancelAsync(IEnumerable<HeldOrder> orders) => Task.WhenAll(
        orders.GroupBy(o => o.Symbol, o => o.Number, StringComparer.Ordinal)
            .Select(market => GrainFactory.GetOrderBook(market.Key).CancelOrders([.. market])));

    private async Task<SubmitResult> AmendOnceAsync(string orderId, OrderAmendment amendment)
    {
        var stored = await queries.FindOrderAsync(orderId, CancellationToken.None);
        if (stored is null || stored.Account != Account.Id)
            return new(SubmitOutcome.NotFound, null, "unknown_order", $"there is no order {orderId}");
        if (!stored.IsOpen)
            return new(SubmitOutcome.Conflict, stored, "not_open",
                $"order {orderId} is {stored.Status.ToString().ToLowerInvariant()}");
        var open = (amendment.Quantity ?? stored.Quantity) - stored.FilledQuantity;
        if (open <= 0)
            return new(SubmitOutcome.Invalid, null, "invalid_quantity",
                $"qty {amendment.Quantity} is not more than the {stored.FilledQuantity} that are filled");
        var change = new Submission(stored.Request with
        {
            Quantity = open,
            LimitPrice = amendment.LimitPrice ?? stored.LimitPrice,
            StopPrice = amendment.StopPrice ?? stored.StopPrice,
            DisplayQuantity = null,
            ClientOrderId = null,
        });
        if (!Read(change)) return await change.Result;
        var symbol = change.Instrument.Symbol;
        await CatchUpAsync(symbol);
        await KeepMarksAsync([symbol]);
        await LookAsync();
        return await CheckAndReplaceAsync(change, stored);
    }

    private async Task<SubmitResult> CheckAndReplaceAsync(Submission change, OrderView stored)
    {
        var symbol = change.Instrument.Symbol;
        HeldOrder before = default;
        var isKnown = OrderIds.TryParse(stored.Id, out _, out var number) && Account.TryGetOpen(symbol, number, out before);
        var asksLess = isKnown && stored.StopPrice == change.Request.StopPrice && stored.LimitPrice == change.Request.LimitPrice
            && change.Order.Quantity <= before.Remaining;
        HeldOrder after = default;
        if (!asksLess && Check(change, out after, isKnown ? before : null) is { } refusal)
            return new(SubmitOutcome.Refused, stored, refusal.Code, refusal.Detail);
        // Besides what it holds as it is: until its market has answered it may be filled as either.
        if (!asksLess) change.Hold = _holds.Take(after, null);
        try
        {
            var result = await GrainFactory.GetOrderBook(symbol).Replace(new()
            {
                OrderId = stored.Id,
                Price = change.Order.Price,
                StopPrice = change.Order.StopPrice,
                Quantity = change.Order.Quantity,
                Expected = change.Instrument.TryToLots(stored.RemainingQuantity, out var expected) ? expected : null,
            });
            // The new hold is let go when the order itself holds as much.
            if (result.Outcome == SubmitOutcome.Accepted) await CatchUpAsync(symbol);
            change.Hold?.Release();
            return result;
        }
        catch
        {
            if (change.Hold is not null) _ = SettleAsync([change], symbol);
            throw;
        }
    }
}
