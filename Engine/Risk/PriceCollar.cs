using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;

namespace TradingOps.Engine.Risk;

/// <summary>How far through the market an order may trade: a wrong price, or an empty book, shall not cost a fortune.</summary>
public static class PriceCollar
{
    /// <summary>
    /// The price that orders of a side are compared with: the last trade, or before the first trade the instrument's reference
    /// price, moved between bid and ask; without either the best price of the other side. Null where there is nothing to compare
    /// with: then nothing is refused.
    /// </summary>
    public static decimal? Reference(Side side, in Mark mark, Instrument instrument)
    {
        var known = mark.Last ?? (instrument.ReferencePrice == 0 ? null : instrument.ReferencePrice);
        if (known is not { } last) return side == Side.Buy ? mark.Ask : mark.Bid;
        if (last < mark.Bid) return mark.Bid;
        return last > mark.Ask ? mark.Ask : last;
    }

    /// <summary>The worst price that an order may have, in ticks; null for any.</summary>
    public static long? Worst(Side side, in Mark mark, AccountLimits limits, Instrument instrument) =>
        Reference(side, mark, instrument) is { } reference ? Worst(side, reference, limits, instrument) : null;

    /// <summary>The same, with another price to compare with.</summary>
    public static long? Worst(Side side, decimal reference, AccountLimits limits, Instrument instrument) =>
        Worst(side, reference, limits.PriceCollar, limits, instrument);

    /// <summary>The worst price that an order without a limit may trade at, in ticks; null for any.</summary>
    public static long? WorstWithoutLimit(Side side, in Mark mark, AccountLimits limits, Instrument instrument) =>
        Reference(side, mark, instrument) is { } reference ? WorstWithoutLimit(side, reference, limits, instrument) : null;

    /// <summary>The same, with another price to compare with.</summary>
    public static long? WorstWithoutLimit(Side side, decimal reference, AccountLimits limits, Instrument instrument) =>
        Worst(side, reference, limits.WorstPriceCollar, limits, instrument);

    private static long? Worst(Side side, decimal reference, decimal collar, AccountLimits limits, Instrument instrument)
    {
        if (collar == 0) return null;
        var distance = Math.Max(Math.Abs(reference) * collar, limits.CollarTicks * instrument.TickSize);
        var ticks = side == Side.Buy
            ? decimal.Floor((reference + distance) / instrument.TickSize)
            : decimal.Ceiling((reference - distance) / instrument.TickSize);
        return OrderSpec.AsWorst(side, (long)Math.Clamp(ticks, instrument.LowestPrice, Instrument.MaxUnits));
    }

    /// <summary>Whether a price, in ticks, is worse than the worst.</summary>
    public static bool IsBeyond(Side side, long price, long worst) => side == Side.Buy ? price > worst : price < worst;
}
