namespace TradingOps.Engine.Books;

/// <summary>The reader's end of a <see cref="DepthFeed"/>: the levels, kept up to date by updates.</summary>
public sealed class DepthImage
{
    private readonly SortedList<long, DepthLevel> _bids = new(Comparer<long>.Create((a, b) => b.CompareTo(a)));
    private readonly SortedList<long, DepthLevel> _asks = [];

    /// <summary>Number of the last update that is in here.</summary>
    public long Sequence { get; private set; }

    /// <summary>Levels of one side, best first.</summary>
    public IEnumerable<DepthLevel> Levels(Side side) => (side == Side.Buy ? _bids : _asks).Values;

    /// <summary>Starts over from what a feed published last.</summary>
    public void Reset(DepthFeed feed)
    {
        ArgumentNullException.ThrowIfNull(feed);
        Sequence = feed.Sequence;
        Reset(_bids, feed.Published(Side.Buy));
        Reset(_asks, feed.Published(Side.Sell));
    }

    /// <summary>Takes one update in.</summary>
    /// <returns>False if updates are missing before it: the image is as it was, and must be reset.</returns>
    public bool TryApply(in DepthUpdate update)
    {
        // One that is known already says nothing new.
        if (update.Sequence <= Sequence) return true;
        if (update.Sequence != Sequence + 1) return false;
        Sequence = update.Sequence;
        var levels = update.Side == Side.Buy ? _bids : _asks;
        if (update.Orders == 0) levels.Remove(update.Price);
        else levels[update.Price] = new DepthLevel(update.Price, update.Quantity, update.Orders);
        return true;
    }

    private static void Reset(SortedList<long, DepthLevel> levels, ReadOnlySpan<DepthLevel> published)
    {
        levels.Clear();
        foreach (var level in published) levels.Add(level.Price, level);
    }
}
