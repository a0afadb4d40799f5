using System.Collections.Immutable;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Grains.Audit;

namespace TradingOps.Grains.Accounts;

/// <summary>What an account states to the audit.</summary>
internal static class AccountStatements
{
    /// <summary>The statement of an account, all of it as of one moment.</summary>
    public static AccountStatement Of(Account account, InstrumentCatalogue catalogue)
    {
        var expected = account.CashIn;
        var orders = account.OpenOrders.ToLookup(o => o.Symbol, StringComparer.Ordinal);
        var markets = ImmutableArray.CreateBuilder<MarketStatementView>();
        foreach (var (symbol, cursor) in account.Cursors)
        {
            var instrument = catalogue[symbol];
            var position = account.PositionIn(symbol) ?? new Position(symbol);
            var paid = position.RealizedPnl + position.Fees - position.OpenCost * instrument.Multiplier;
            expected += instrument.AssetClass == AssetClass.Futures ? position.RealizedPnl : paid - position.Fees;
            var held = account.ReservationIn(symbol);
            markets.Add(new(
                symbol, cursor.Number, position.Quantity, paid, Lots(orders[symbol], Side.Buy), Lots(orders[symbol], Side.Sell),
                held.BuyLots, held.SellLots));
        }
        return new(account.Id, account.Cash, expected, markets.DrainToImmutable());
    }

    private static long Lots(IEnumerable<HeldOrder> orders, Side side) =>
        orders.Where(o => o.Side == side).Sum(o => o.Remaining);
}
