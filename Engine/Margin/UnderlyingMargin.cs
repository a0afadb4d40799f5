using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;

namespace TradingOps.Engine.Margin;

/// <summary>
/// What an account's positions and orders in one underlying take from its equity. Of the orders, the worse of two ends counts:
/// all buys filled, or all sells. What an order opens is covered by positions, and covers none before it is filled.
/// </summary>
public static class UnderlyingMargin
{
    /// <summary>The margin of everything in an underlying.</summary>
    /// <param name="holdings">What the account has in each of its symbols.</param>
    /// <param name="terms">The terms of the account.</param>
    /// <param name="price">What the underlying trades at, in currency; null if it is not known.</param>
    /// <param name="isBroadIndex">Whether the underlying follows a broad index.</param>
    public static MarginFigures Of(
        ReadOnlySpan<Holding> holdings, MarginTerms terms, decimal? price, bool isBroadIndex)
    {
        // Most accounts hold one symbol of an underlying.
        if (holdings is [{ Instrument.AssetClass: AssetClass.Equity }] && terms.Model != MarginModel.Portfolio)
            return OfStock(holdings[0], terms);
        var rules = new Rules(terms, price, isBroadIndex);
        var lines = new MarginLine[holdings.Length];
        var hasOrders = false;
        for (var i = 0; i < lines.Length; i++)
        {
            lines[i] = holdings[i].Line;
            hasOrders |= holdings[i].Held is not { BuyLots: 0, SellLots: 0 };
        }
        var now = rules.Of(lines);
        var figures = new MarginFigures(now.Initial, now.Maintenance, 0) { UncoveredCalls = now.UncoveredCalls };
        if (!hasOrders) return figures;
        var buys = rules.After(holdings, Side.Buy, lines);
        var sells = rules.After(holdings, Side.Sell, lines);
        return figures with
        {
            Orders = Math.Max(0, Math.Max(buys.Initial, sells.Initial) - now.Initial),
            UncoveredCalls = Math.Max(now.UncoveredCalls, sells.UncoveredCalls),
        };
    }

    private static MarginFigures OfStock(in Holding holding, MarginTerms terms)
    {
        var now = StockMargin.Of(holding.Line, terms);
        if (holding.Held is { BuyLots: 0, SellLots: 0 }) return new(now.Initial, now.Maintenance, 0);
        var worst = now.Initial;
        if (holding.Held.BuyLots > 0) worst = Math.Max(worst, After(holding, Side.Buy));
        if (holding.Held.SellLots > 0) worst = Math.Max(worst, After(holding, Side.Sell));
        return new(now.Initial, now.Maintenance, worst - now.Initial);

        decimal After(in Holding holding, Side side)
        {
            var opened = OpeningOrders.Of(holding, side);
            // What only closes takes less than now.
            return opened.Quantity == 0 ? 0
                : StockMargin.Of(OpeningOrders.Closed(holding, side), terms).Initial + StockMargin.Of(opened, terms).Initial
                    + FeesOf(holding, opened);
        }
    }

    private static decimal FeesOf(in Holding holding, in MarginLine opened) =>
        holding.Fees?.MostOf(opened.Quantity, opened.Value) ?? 0;

    private readonly struct Rules(MarginTerms terms, decimal? price, bool isBroadIndex)
    {
        private readonly OptionRules _options = new(terms.Model, price, isBroadIndex);

        /// <summary>What positions take.</summary>
        public MarginRequirement Of(ReadOnlySpan<MarginLine> lines)
        {
            var sum = FutureMargin.Of(lines);
            if (terms.Model == MarginModel.Portfolio) return sum + PortfolioMargin.Of(lines, price, isBroadIndex, terms.Day);
            foreach (ref readonly var line in lines)
                if (line.Instrument.AssetClass == AssetClass.Equity)
                    sum += StockMargin.Of(line, terms);
            return sum + OptionMargin.Of(lines, _options);
        }

        /// <summary>What positions take when all orders of a side are filled.</summary>
        public MarginRequirement After(ReadOnlySpan<Holding> holdings, Side side, Span<MarginLine> scratch)
        {
            var (fees, apart) = (0m, default(MarginRequirement));
            for (var i = 0; i < holdings.Length; i++)
            {
                ref readonly var holding = ref holdings[i];
                var opened = OpeningOrders.Of(holding, side);
                scratch[i] = OpeningOrders.Closed(holding, side);
                if (opened.Quantity == 0) continue;
                fees += FeesOf(holding, opened);
                if (IsCoveredByPositions(opened)) scratch[i] = Join(scratch[i], opened);
                else apart += Of([opened]);
            }
            return Of(scratch) + apart + new MarginRequirement(fees, 0);
        }

        private bool IsCoveredByPositions(in MarginLine opened) => opened.Instrument.AssetClass == AssetClass.Futures
            || (terms.Model != MarginModel.Portfolio && opened is { Instrument.AssetClass: AssetClass.Options, Quantity: < 0 });

        private static MarginLine Join(in MarginLine held, in MarginLine opened)
        {
            var quantity = held.Quantity + opened.Quantity;
            var price = held.Quantity == 0
                ? opened.Price
                : (held.Quantity * held.Price + opened.Quantity * opened.Price) / quantity;
            return opened with { Quantity = quantity, Price = price };
        }
    }
}
