using TradingOps.Engine.Accounts;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Risk;

namespace TradingOps.Engine.Tests.Risk;

/// <summary>The rules of a valuation as they are written down, over all positions and orders, one after the other.</summary>
internal static class NaiveValuation
{
    /// <summary>What the roundings of quotients may come to.</summary>
    private const decimal Tolerance = 1e-12m;

    public static void AssertEqual(
        Account account, Func<string, Instrument> instruments, Func<string, Mark> marks, in Valuation value)
    {
        decimal equity = account.Cash, unrealized = 0, gross = 0, net = 0, positions = 0, orders = 0;
        var isStale = false;
        foreach (var position in account.Positions.Where(p => p.Quantity != 0))
        {
            var (instrument, prices) = (instruments(position.Symbol), marks(position.Symbol));
            var now = (position.Quantity < 0 ? prices.Ask : prices.Bid) ?? prices.Last;
            var previous = position.Quantity < 0 ? prices.PreviousAsk : prices.PreviousBid;
            var mark = instrument.SettlementPrice ?? now ?? previous ?? position.AveragePrice;
            isStale |= instrument.SettlementPrice is null && (now is null || prices.IsOld);
            var worth = position.Quantity * mark * instrument.Multiplier;
            var open = (mark - position.AveragePrice) * position.Quantity * instrument.Multiplier;
            (unrealized, gross, net) = (unrealized + open, gross + Math.Abs(worth), net + worth);
            positions += Math.Abs(worth) * instrument.InitialMargin;
            equity += instrument.AssetClass == AssetClass.Futures ? open : worth;
        }
        foreach (var (symbol, held) in account.Reservations.Where(r => r.Value.BuyLots > 0 || r.Value.SellLots > 0))
        {
            var fees = account.FeesOf(instruments(symbol).AssetClass);
            orders += Margin.OfOrders(
                instruments(symbol), held, account.PositionIn(symbol)?.Quantity ?? 0, marks(symbol), fees);
        }
        AssertNear(equity, value.Equity);
        AssertNear(unrealized, value.UnrealizedPnl);
        AssertNear(gross, value.GrossExposure);
        AssertNear(net, value.NetExposure);
        AssertNear(positions, value.PositionMargin);
        AssertNear(orders, value.OrderMargin);
        AssertNear(account.Limits.Leverage * Math.Max(0, equity) - positions - orders, value.BuyingPower);
        Assert.Equal(isStale, value.IsStale);
    }

    private static void AssertNear(decimal expected, decimal actual) =>
        Assert.InRange(actual, expected - Tolerance, expected + Tolerance);
}
