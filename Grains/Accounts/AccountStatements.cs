using System.Collections.Immutable;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Margin;
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
        foreach (var position in account.Positions)
            expected += catalogue[position.Symbol] is { AssetClass: not AssetClass.Futures } instrument
                ? position.RealizedPnl - position.OpenCost * instrument.Multiplier
                : position.RealizedPnl;
        foreach (var (symbol, cursor) in account.Cursors)
        {
            // What is pending has no place among the reports of this market yet.
            var position = account.PositionIn(symbol) ?? new Position(symbol);
            var paid = position.RealizedPnl + position.Fees - position.CostOfLots * catalogue[symbol].Multiplier;
            var held = account.ReservationIn(symbol);
            markets.Add(new(
                symbol, cursor.Number, position.QuantityInLots, paid, Lots(orders[symbol], Side.Buy),
                Lots(orders[symbol], Side.Sell), held.BuyLots, held.SellLots));
        }
        return new(account.Id, account.Cash, expected, markets.DrainToImmutable())
        {
            IsCashAccount = account.Limits is { Margin: MarginModel.Cash, CheckBuyingPower: true }
                && account.Positions.All(p => p is { ExercisePnl: 0, HasBusts: false, Settled: null, Pending.Count: 0 }),
        };
    }

    private static long Lots(IEnumerable<HeldOrder> orders, Side side) =>
        orders.Where(o => o.Side == side).Sum(o => o.Remaining);
}
