using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;

namespace TradingOps.Engine.Breakers;

/// <summary>
/// The open orders that a breaker wants canceled. It follows from the breaker's state and the open orders alone, so that it is
/// known again after any crash, and empty when it is done.
/// </summary>
public static class OwedCancels
{
    /// <summary>
    /// The orders of an account to cancel; of those that close a position, the oldest stay. Of a pair only one can close it, so
    /// both stay or neither.
    /// </summary>
    public static IReadOnlyList<HeldOrder> Of(Account account, Func<string, Instrument> instruments, RestingOrders resting)
    {
        if (resting == RestingOrders.Keep || account.OpenOrders.Count == 0) return [];
        if (resting == RestingOrders.CancelAll) return [.. account.OpenOrders];
        var owed = new List<HeldOrder>();
        foreach (var orders in account.OpenOrders.GroupBy(o => o.Symbol))
        {
            var position = account.PositionIn(orders.Key)?.Quantity ?? 0;
            var closable = Math.Abs(position);
            var pairs = orders.GroupBy(o => (Record: OrderIds.RecordOf(o.Number), o.Side)).OrderBy(p => p.Key.Record);
            foreach (var pair in pairs)
            {
                var closes = pair.Key.Side == Side.Buy ? position < 0 : position > 0;
                var quantity = instruments(orders.Key).ToQuantity(pair.Max(o => o.Remaining));
                if (closes && quantity <= closable) closable -= quantity;
                else owed.AddRange(pair);
            }
        }
        return owed;
    }
}
