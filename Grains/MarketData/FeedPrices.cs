using TradingOps.Engine.MarketData;

namespace TradingOps.Grains.MarketData;

/// <summary>The newest quote of the feed that gives the prices of a symbol. Used within one grain's turns only.</summary>
internal sealed class FeedPrices(TimeSpan staleAfter, TimeProvider clock)
{
    /// <summary>The newest quote; null before the first.</summary>
    public Quote? Quote { get; private set; }

    /// <summary>When the feed was last heard of, microseconds since the Unix epoch; null if it was not since the start.</summary>
    public long? ReceivedAt { get; private set; }

    /// <summary>When its prices grow stale if it stays silent, microseconds since the Unix epoch.</summary>
    public long StaleAt => (ReceivedAt ?? 0) + (long)staleAfter.TotalMicroseconds;

    /// <summary>Whether the feed is silent for too long.</summary>
    public bool IsStale => clock.GetMicroseconds() > StaleAt;

    /// <summary>The feed is alive.</summary>
    public void Hear() => ReceivedAt = clock.GetMicroseconds();

    /// <summary>Takes ticks.</summary>
    public void Take(IEnumerable<Tick> ticks)
    {
        Hear();
        foreach (var tick in ticks)
            if (tick.Price is null)
                Quote = new(tick.Bid, tick.BidSize, tick.Ask, tick.AskSize, tick.At);
    }

    /// <summary>Forgets everything: another source gives the prices.</summary>
    public void Clear() => (Quote, ReceivedAt) = (null, null);
}
