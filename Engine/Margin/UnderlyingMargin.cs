using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;

namespace TradingOps.Engine.Margin;

/// <summary>
/// What an account's positions and orders in one underlying take from its equity. Of the orders in a symbol, the worse of two
/// ends counts: all buys filled, or all sells. What an order opens is covered by positions, and covers none before it is filled.
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
        var after = rules.After(holdings, lines);
        return figures with
        {
            Orders = Math.Max(0, after.Initial - now.Initial),
            UncoveredCalls = Math.Max(now.UncoveredCalls, after.UncoveredCalls),
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

        /// <summary>
        /// What positions take when in each symbol the worse side of its orders is filled: that which takes more on its own. Of a
        /// cash account, the calls that nothing covers are counted with all sells filled.
        /// </summary>
        public MarginRequirement After(ReadOnlySpan<Holding> holdings, ReadOnlySpan<MarginLine> lines)
        {
            var apart = default(MarginRequirement);
            var (filled, sold) = (lines.ToArray(), lines.ToArray());
            for (var i = 0; i < holdings.Length; i++)
            {
                if (holdings[i].Held is { BuyLots: 0, SellLots: 0 }) continue;
                var (buys, sells) = (Fill(holdings, lines, i, Side.Buy), Fill(holdings, lines, i, Side.Sell));
                var worse = buys.Total > sells.Total ? buys : sells;
                (filled[i], sold[i]) = (worse.Line, sells.Line);
                apart += worse.Apart;
            }
            var after = Of(filled) + apart;
            // No other account needs the count.
            return terms.Model == MarginModel.Cash ? after with { UncoveredCalls = Of(sold).UncoveredCalls } : after;
        }

        /// <summary>One symbol with all orders of a side filled.</summary>
        /// <returns>Its position, what counts apart from that, and what everything takes then.</returns>
        private (MarginLine Line, MarginRequirement Apart, decimal Total) Fill(
            ReadOnlySpan<Holding> holdings, ReadOnlySpan<MarginLine> lines, int at, Side side)
        {
            ref readonly var holding = ref holdings[at];
            var opened = OpeningOrders.Of(holding, side);
            var line = OpeningOrders.Closed(holding, side);
            // A cash account pays for what it buys back, beyond what that counts against its equity.
            var closed = terms.Model == MarginModel.Cash && side == Side.Buy ? line.Quantity - holding.Quantity : 0;
            var dearer = Math.Max(0, opened.Price - (holding.Price ?? 0)) * holding.Instrument.Multiplier;
            var apart = new MarginRequirement(closed * dearer, 0);
            if (opened.Quantity != 0)
            {
                apart += new MarginRequirement(FeesOf(holding, opened), 0);
                if (IsCoveredByPositions(opened)) line = Join(line, opened);
                else apart += Of([opened]);
            }
            var supposed = lines.ToArray();
            supposed[at] = line;
            return (line, apart, Of(supposed).Initial + apart.Initial);
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
