using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.MarketData;

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
        var least = instrument.MinQuoteSize / instrument.LotSize;
        return mark.Value(instrument, bid?.Quantity >= least && ask?.Quantity >= least, tradedAt, session, close);

        decimal? PriceOf(long? ticks) => ticks is { } t ? instrument.ToPrice(t) : null;
    }

    /// <summary>The prices of a market by a feed, by the same rules.</summary>
    /// <param name="instrument">Its instrument.</param>
    /// <param name="quote">Best bid and offer; its time is when the feed was last heard of.</param>
    /// <param name="last">Last trade, in currency.</param>
    /// <param name="session">The state of the market's session.</param>
    /// <param name="close">The official price of the session that closed last, in currency.</param>
    /// <param name="isSilent">Whether the feed is silent for too long: the price is stale.</param>
    public static Mark Of(
        Instrument instrument, in Quote quote, decimal? last, SessionState session, decimal? close, bool isSilent)
    {
        var mark = new Mark(quote.Bid, quote.Ask, last) { IsOpen = session == SessionState.Open };
        var isLargeEnough = quote.BidSize >= instrument.MinQuoteSize && quote.AskSize >= instrument.MinQuoteSize;
        return mark.Value(instrument, isLargeEnough, quote.Time, session, close) with { IsPrevious = isSilent && mark.IsOpen };
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

    private Mark Value(Instrument instrument, bool isLargeEnough, long tradedAt, SessionState session, decimal? close)
    {
        if (!IsOpen) return this with { Price = session >= SessionState.Closed ? close : null };
        if (Bid is { } bid && Ask is { } ask && isLargeEnough && IsNarrow(bid, ask, instrument))
            return this with { Price = (bid + ask) / 2 };
        if (Last is not { } price) return this;
        if (price < Bid) price = Bid.Value;
        if (price > Ask) price = Ask.Value;
        return this with { Price = price, TradedAt = tradedAt };
    }

    private static bool IsNarrow(decimal bid, decimal ask, Instrument instrument)
    {
        var isOption = instrument.AssetClass == AssetClass.Options;
        var widest = (instrument.MaxSpread ?? (isOption ? MaxOptionSpread : MaxSpread)) * Math.Abs(bid + ask) / 2;
        // One tick is never too wide.
        return ask - bid <= Math.Max(widest, (isOption ? LeastOptionTicks : 1) * instrument.TickSize);
    }
}
