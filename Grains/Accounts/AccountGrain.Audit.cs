using System.Collections.Immutable;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Grains.Audit;

namespace TradingOps.Grains.Accounts;

// What the account states to the audit: in one turn, so that all of it is of one moment.
public sealed partial class AccountGrain
{
    /// <inheritdoc/>
    public Task<AccountStatement?> GetStatement()
    {
        if (!_journal.IsOpened) return Task.FromResult<AccountStatement?>(null);
        var expected = Account.CashIn;
        var orders = Account.OpenOrders.ToLookup(o => o.Symbol, StringComparer.Ordinal);
        var markets = ImmutableArray.CreateBuilder<MarketStatementView>();
        foreach (var (symbol, cursor) in Account.Cursors)
        {
            var instrument = catalogue[symbol];
            var position = Account.PositionIn(symbol) ?? new Position(symbol);
            var paid = position.RealizedPnl + position.Fees - position.OpenCost * instrument.Multiplier;
            expected += instrument.AssetClass == AssetClass.Futures ? position.RealizedPnl : paid - position.Fees;
            var held = Account.ReservationIn(symbol);
            markets.Add(new(
                symbol, cursor.Number, position.Quantity, paid, Lots(orders[symbol], Side.Buy), Lots(orders[symbol], Side.Sell),
                held.BuyLots, held.SellLots));
        }
        return Task.FromResult<AccountStatement?>(new(Account.Id, Account.Cash, expected, markets.DrainToImmutable()));
    }

    private static long Lots(IEnumerable<HeldOrder> orders, Side side) =>
        orders.Where(o => o.Side == side).Sum(o => o.Remaining);
}
