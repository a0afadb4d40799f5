using TradingOps.Engine.Books;

namespace TradingOps.Engine.Risk;

/// <summary>What a market last said of its prices, in currency; null where there is none.</summary>
/// <param name="Bid">Best bid.</param>
/// <param name="Ask">Best ask.</param>
/// <param name="Last">Last trade.</param>
public readonly record struct Mark(decimal? Bid, decimal? Ask, decimal? Last)
{
    /// <summary>The best bid that there was before there was none.</summary>
    public decimal? PreviousBid { get; init; }

    /// <summary>The best ask that there was before there was none.</summary>
    public decimal? PreviousAsk { get; init; }

    /// <summary>How long ago the market was heard of.</summary>
    public TimeSpan Age { get; init; }

    /// <summary>Whether the market was not heard of for so long that its prices may have changed.</summary>
    public bool IsOld { get; init; }

    /// <summary>The price that a position is valued at: what it would trade at now, else the last trade, else null.</summary>
    public decimal? For(decimal quantity) => (quantity < 0 ? Ask : Bid) ?? Last;

    /// <summary>The same, else the previous one; with whether it is stale. Null if there never was any.</summary>
    public decimal? Value(decimal quantity, out bool isStale)
    {
        var now = For(quantity);
        isStale = IsOld || now is null;
        return now ?? (quantity < 0 ? PreviousAsk : PreviousBid);
    }

    /// <summary>Whether positions and orders are worth as much by these prices as by others.</summary>
    public bool ValuesAs(in Mark other) => Ask == other.Ask
        && Value(1, out var isStale) == other.Value(1, out var wasStale) && isStale == wasStale
        && Value(-1, out isStale) == other.Value(-1, out wasStale) && isStale == wasStale;

    /// <summary>The price that a market order on a side is expected to trade at, else the last trade, else null.</summary>
    public decimal? Against(Side side) => (side == Side.Buy ? Ask : Bid) ?? Last;

    /// <summary>These prices after others: a side that is gone is remembered.</summary>
    public Mark After(in Mark before) => this with
    {
        PreviousBid = Bid ?? before.Bid ?? before.PreviousBid,
        PreviousAsk = Ask ?? before.Ask ?? before.PreviousAsk,
    };
}
