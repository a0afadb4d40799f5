using System.Collections.Immutable;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Actors;
using TradingOps.Engine.Books;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Accounts;

/// <summary>Cancels open orders of an account, one call per market. Used within one grain's turns only.</summary>
internal sealed class OrderCancels(IGrainFactory grains)
{
    /// <summary>The orders that were canceled. Throws what a call to a market failed with, when all have ended.</summary>
    public async Task<ImmutableArray<OrderView>> CancelAsync(
        IEnumerable<HeldOrder> orders, Actor actor, BookReason reason = BookReason.None)
    {
        var canceled = await Task.WhenAll(orders.GroupBy(o => o.Symbol, o => o.Number, StringComparer.Ordinal)
            .Select(market => grains.GetOrderBook(market.Key).CancelOrders([.. market], actor, reason)));
        return [.. canceled.SelectMany(ofMarket => ofMarket)];
    }
}
