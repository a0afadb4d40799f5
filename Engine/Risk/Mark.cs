using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;

namespace TradingOps.Engine.Risk;

/// <summary>What a market last said of its prices, in currency; null where there is none.</summary>
/// <param name="Bid">Best bid.</param>
/// <param name="Ask">Best ask.</param>
/// <param name="Last">Last trade.</param>
public readonly record struct Mark(decimal? Bid, decimal? Ask, decimal? Last)
{
    /// <summary>Least ticks that bid and ask of an option may be apart.</summary>
    private const int LeastOptionTicks = 5;

    private const decimal MaxSpread = 0.02m;
    private const decimal MaxOptionSpread = 0.25m;

    /// <summary>The price that positions are valued at; null if there never was any.</summary>
    public decimal? Price { get; init; }

    /// <summary>
    /// When the trade was that the price comes from, microseconds since the Unix epoch; null for a price that does not age.
    /// </summary>
    public long? TradedAt { get; init; }

    /// <summary>Whether the market trades, but has no price of now: the one before stands for it.</summary>
    public bool IsPrevious { get; init; }

    /// <summary>Whether the market is open: what is shown in an auction or a halt does not move the price.</summary>
    public bool IsOpen { get; init; }

    /// <summary>The newest official price; null if none was entered.</summary>
    public decimal? Official { get; init; }

    /// <summary>The day of that price.</summary>
    public DateOnly OfficialDay { get; init; }

    /// <summary>Whether short sales need a limit above the best bid.</summary>
    public bool IsShortRestricted { get; init; }

    /// <summary>How long ago the market was heard of.</summary>
    public TimeSpan Age { get; init; }

    /// <summary>Whether the price is too old: the market was not heard of, or nothing was traded.</summary>
    public bool IsOld { get; init; }

    /// <summary>Whether the price is not the market's of now.</summary>
    public bool IsStale => IsOld || IsPrevious || Price is null;

    /// <summary>
    /// The prices of a market. Positions are valued at the middle of a quote that is narrow and large enough, else at the last
    /// trade, moved between bid and ask; in an auction or a halt at the price before it; of a closed market at its close.
    /// </summary>
    /// <param name="instrument">Its instrument.</param>
    /// <param name="bid">Best bid, in lots.</param>
    /// <param name="ask">Best ask, in lots.</param>
    /// <param name="last">Last trade, in ticks.</param>
    /// <param name="tradedAt">When that was, microseconds since the Unix epoch.</param>
    /// <param name="session">The state of its session.</param>
    /// <param name="close">The official price of the session that closed last, or its last trade, in currency.</param>
    public static Mark Of(
        Instrument instrument, DepthLevel? bid, DepthLevel? ask, long? last, long tradedAt, SessionState session, decimal? close)
    {
        var mark = new Mark(PriceOf(bid?.Price), PriceOf(ask?.Price), PriceOf(last)) { IsOpen = session == SessionState.Open };
        if (!mark.IsOpen) return mark with { Price = session >= SessionState.Closed ? close : null };
        if (bid is { } b && ask is { } a && IsFirm(b, a, instrument))
            return mark with { Price = (mark.Bid + mark.Ask) / 2 };
        if (mark.Last is not { } price) return mark;
        if (price < mark.Bid) price = mark.Bid.Value;
        if (price > mark.Ask) price = mark.Ask.Value;
        return mark with { Price = price, TradedAt = tradedAt };

        decimal? PriceOf(long? ticks) => ticks is { } t ? instrument.ToPrice(t) : null;
    }

    /// <summary>What a position would bring now, a share or contract: the bid for a long one, the ask for a short one.</summary>
    public decimal? Liquidation(decimal quantity) => quantity < 0 ? Ask : Bid;

    /// <summary>Whether positions and orders are worth as much by these prices as by others.</summary>
    public bool ValuesAs(in Mark other) =>
        (Ask, Price, IsStale, TradedAt) == (other.Ask, other.Price, other.IsStale, other.TradedAt);

    /// <summary>The price that a market order on a side is expected to trade at, else the last trade, else null.</summary>
    public decimal? Against(Side side) => (side == Side.Buy ? Ask : Bid) ?? Last;

    /// <summary>These prices after others: where there is no price of now, the one before stands for it.</summary>
    public Mark After(in Mark before) => Price is not null
        ? this
        : this with { Price = before.Price ?? Last, IsPrevious = IsOpen };

    private static bool IsFirm(in DepthLevel bid, in DepthLevel ask, Instrument instrument)
    {
        var least = instrument.MinQuoteSize / instrument.LotSize;
        if (bid.Quantity < least || ask.Quantity < least) return false;
        var isOption = instrument.AssetClass == AssetClass.Options;
        var widest = (instrument.MaxSpread ?? (isOption ? MaxOptionSpread : MaxSpread)) * Math.Abs(bid.Price + ask.Price) / 2;
        // One tick is never too wide.
        return ask.Price - bid.Price <= Math.Max(widest, isOption ? LeastOptionTicks : 1);
    }
}
