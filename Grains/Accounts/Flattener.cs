using System.Collections.Immutable;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Actors;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Grains.Marks;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Accounts;

/// <summary>
/// Brings an account to no position: cancels its orders, and closes slice by slice. What is left after a call depends on the
/// position alone, so that it can be repeated. Used within one grain's turns only.
/// </summary>
internal sealed class Flattener(
    AccountLog log, OrderAmendments amendments, PositionCloser closer, OrderAdmission admission, MarkCache marks,
    InstrumentCatalogue catalogue)
{
    /// <summary>Slices of one position in one call.</summary>
    private const int MaxSlices = 100;

    private Account Account => log.Account;

    /// <summary>Flattens the account, or its position in a symbol; null if it was never opened.</summary>
    public async Task<FlattenResult?> FlattenAsync(string? symbol, Actor actor)
    {
        if (!log.IsOpened) return null;
        var canceled = await amendments.CancelAsync(symbol, actor);
        var orders = ImmutableArray.CreateBuilder<OrderView>();
        var left = ImmutableArray.CreateBuilder<PositionLeft>();
        var symbols = Account.Positions.Where(p => p.Quantity != 0 && (symbol is null || p.Symbol == symbol))
            .Select(p => p.Symbol).Order(StringComparer.Ordinal).ToArray();
        foreach (var held in symbols)
            if (await CloseAsync(held, actor, orders) is { } rest)
                left.Add(rest);
        return new(canceled.Length, orders.ToImmutable(), left.ToImmutable());
    }

    /// <summary>Closes a position as far as its market takes it; what is left, or null.</summary>
    private async Task<PositionLeft?> CloseAsync(string symbol, Actor actor, ImmutableArray<OrderView>.Builder orders)
    {
        for (var slice = 0; slice < MaxSlices && QuantityOf(symbol) is not 0 and var quantity; slice++)
        {
            var perSecond = Account.Limits.MaxOrdersPerSecond;
            if (perSecond > 0 && admission.OrdersLately >= perSecond)
                return new(symbol, quantity, TradingError.OrderRate, $"{perSecond} orders were sent within a second; ask again");
            var asked = SliceOf(catalogue[symbol], Math.Abs(quantity));
            var result = await closer.CloseAsync(new() { Symbol = symbol, Quantity = asked }, actor);
            if (result.Order is { } order) orders.Add(order);
            if (result.Outcome != SubmitOutcome.Accepted)
                return new(symbol, QuantityOf(symbol), result.Code!.Value, result.Detail!);
            if (result.Order!.FilledQuantity < asked && QuantityOf(symbol) is not 0 and var rest)
                return new(
                    symbol, rest, TradingError.NoLiquidity, $"{asked - result.Order.FilledQuantity} of {asked} were not filled");
        }
        return QuantityOf(symbol) is not 0 and var open
            ? new(symbol, open, TradingError.NoLiquidity, $"{MaxSlices} slices were sent; ask again for the rest")
            : null;
    }

    private decimal QuantityOf(string symbol) => Account.PositionIn(symbol)?.Quantity ?? 0;

    /// <summary>As much as one order may have.</summary>
    private decimal SliceOf(Instrument instrument, decimal quantity)
    {
        var (limits, most) = (Account.Limits, Math.Min(quantity, instrument.MaxQuantity));
        if (limits.MaxOrderQuantity > 0) most = Math.Min(most, limits.MaxOrderQuantity);
        var worth = Math.Abs(marks[instrument.Symbol].Price ?? 0) * instrument.Multiplier;
        if (limits.MaxOrderNotional > 0 && worth > 0) most = Math.Min(most, limits.MaxOrderNotional / worth / 2);
        return Math.Max(instrument.LotSize, instrument.ToQuantity((long)(most / instrument.LotSize)));
    }
}
