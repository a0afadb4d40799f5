using TradingOps.Engine.Accounts;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Margin;
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
        decimal equity = account.Cash, unrealized = 0, gross = 0, net = 0;
        var isStale = false;
        foreach (var position in account.Positions.Where(p => p.Quantity != 0))
        {
            var (instrument, prices) = (instruments(position.Symbol), marks(position.Symbol));
            var mark = prices.Price ?? position.AveragePrice;
            isStale |= prices.Price is null || prices.IsPrevious || prices.IsOld;
            var worth = position.Quantity * mark * instrument.Multiplier;
            var open = (mark - position.AveragePrice) * position.Quantity * instrument.Multiplier;
            (unrealized, gross, net) = (unrealized + open, gross + Math.Abs(worth), net + worth);
            equity += instrument.AssetClass == AssetClass.Futures ? open : worth;
        }
        decimal initial = 0, maintenance = 0, orders = 0;
        foreach (var group in Symbols(account).Select(instruments).GroupBy(i => i.MarginGroup))
        {
            var isOnStock = group.Any(i => i.AssetClass == AssetClass.Options);
            var price = isOnStock ? marks(group.Key).Price ?? instruments(group.Key).ReferencePrice : (decimal?)null;
            var bySymbol = group.OrderBy(i => i.Symbol, StringComparer.Ordinal);
            Holding[] holdings = [.. bySymbol.Select(i => HoldingOf(account, i, marks(i.Symbol)))];
            var figures = UnderlyingMargin.Of(holdings, new(account), price, isBroadIndex: false);
            initial += figures.Initial;
            maintenance += figures.Maintenance;
            orders += figures.Orders;
        }
        AssertNear(equity, value.Equity);
        AssertNear(unrealized, value.UnrealizedPnl);
        AssertNear(gross, value.GrossExposure);
        AssertNear(net, value.NetExposure);
        AssertNear(initial, value.Margin.Initial);
        AssertNear(maintenance, value.Margin.Maintenance);
        AssertNear(orders, value.Margin.Orders);
        AssertNear(Math.Max(0, equity) - initial - orders, value.BuyingPower);
        Assert.Equal(isStale, value.IsStale);
    }

    private static IEnumerable<string> Symbols(Account account) =>
        account.Positions.Where(p => p.Quantity != 0).Select(p => p.Symbol)
            .Union(account.Reservations.Where(r => r.Value.BuyLots > 0 || r.Value.SellLots > 0).Select(r => r.Key));

    private static Holding HoldingOf(Account account, Instrument instrument, Mark mark)
    {
        var position = account.PositionIn(instrument.Symbol);
        var price = mark.Price ?? (position is { Quantity: not 0 } ? position.AveragePrice : null);
        return new()
        {
            Instrument = instrument,
            Quantity = position?.Quantity ?? 0,
            Price = price,
            Ask = mark.Ask,
            Held = account.ReservationIn(instrument.Symbol),
            Fees = account.FeesOf(instrument.AssetClass),
        };
    }

    private static void AssertNear(decimal expected, decimal actual) =>
        Assert.InRange(actual, expected - Tolerance, expected + Tolerance);
}
