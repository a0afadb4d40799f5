using TradingOps.Engine.Actors;
using TradingOps.Engine.Books;

namespace TradingOps.Grains.Books;

/// <summary>
/// Cancels the orders of a market whose breaker was killed. Which orders these are follows from the breaker and the book, so
/// that it goes on after any crash. Used within one grain's turns only.
/// </summary>
internal sealed class MarketCancelSweep(MarketLog market, SymbolBreakerControl breaker, TimeProvider clock)
{
    private const int CanceledAtOnce = 1_000;

    /// <summary>
    /// Cancels until none is left. The market matches nothing while it is killed; the exits of a bracket come up when their
    /// entry is gone.
    /// </summary>
    public async Task ContinueAsync()
    {
        while (breaker.IsKilled && market.Market.Book.OpenOrders > 0)
        {
            market.ThrowIfUnavailable();
            var records = market.Market.Cancel(
                FindOpen(market.Market.Book), clock.GetMicroseconds(), Actor.Breaker, BookReason.BreakerSymbol);
            await market.CommitAsync(null, records);
        }
    }

    private static long[] FindOpen(OrderBook book) =>
    [
        .. book.Orders(Side.Buy).Concat(book.Orders(Side.Sell)).Concat(book.Stops(Side.Buy)).Concat(book.Stops(Side.Sell))
            .Take(CanceledAtOnce).Select(order => order.OrderId),
    ];
}
