namespace TradingOps.Engine.Books;

/// <summary>
/// Market data of a book by price: what changed in the best levels of both sides since the last time somebody asked. Depth 1 is
/// the top of the book.
/// </summary>
/// <remarks>
/// The feed compares the levels with those that it published last, so matching pays nothing for it and a publisher may ask once
/// for many commands. Who follows the book order by order uses <see cref="OrderBook.WriteSnapshot"/> and
/// <see cref="OrderBook.Replay"/> with <see cref="OrderBook.EventSequence"/> instead.
/// </remarks>
public sealed class DepthFeed
{
    private readonly OrderBook _book;
    private readonly PublishedSide _bids;
    private readonly PublishedSide _asks;
    private readonly DepthUpdate[] _updates;
    private int _count;

    /// <summary>A feed that has published nothing, as of an empty book.</summary>
    /// <param name="book">The book to publish.</param>
    /// <param name="depth">Levels a side, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="depth"/> is less than 1.</exception>
    public DepthFeed(OrderBook book, int depth)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        _book = book;
        _bids = new PublishedSide(depth);
        _asks = new PublishedSide(depth);
        // At most everything published goes and everything is new, on both sides.
        _updates = new DepthUpdate[4 * depth];
    }

    /// <summary>Number of the last update; 0 before the first.</summary>
    public long Sequence { get; private set; }

    /// <summary>
    /// Levels of one side as last published, best first: with <see cref="Sequence"/>, where a new reader starts.
    /// </summary>
    public ReadOnlySpan<DepthLevel> Published(Side side) => side == Side.Buy ? _bids.Levels : _asks.Levels;

    /// <summary>What changed since the last call; valid until the next one.</summary>
    public ReadOnlySpan<DepthUpdate> Publish()
    {
        _count = 0;
        Publish(Side.Buy, _bids);
        Publish(Side.Sell, _asks);
        return _updates.AsSpan(0, _count);
    }

    private void Publish(Side side, PublishedSide published)
    {
        var old = published.Levels;
        var now = published.Next(_book, side);
        int i = 0, j = 0;
        while (i < old.Length || j < now.Length)
        {
            if (i < old.Length && j < now.Length && old[i].Price == now[j].Price)
            {
                if (old[i] != now[j]) Add(side, now[j]);
                i++;
                j++;
            }
            else if (j == now.Length || (i < old.Length && IsBetter(side, old[i].Price, now[j].Price)))
            {
                Add(side, new DepthLevel(old[i++].Price, 0, 0));
            }
            else
            {
                Add(side, now[j++]);
            }
        }
    }

    private static bool IsBetter(Side side, long price, long other) => side == Side.Buy ? price > other : price < other;

    private void Add(Side side, in DepthLevel level) =>
        _updates[_count++] = new DepthUpdate(++Sequence, side, level.Price, level.Quantity, level.Orders);

    /// <summary>The levels published last, and room for the next ones.</summary>
    private sealed class PublishedSide(int depth)
    {
        private DepthLevel[] _levels = new DepthLevel[depth];
        private DepthLevel[] _spare = new DepthLevel[depth];
        private int _count;

        public ReadOnlySpan<DepthLevel> Levels => _levels.AsSpan(0, _count);

        public ReadOnlySpan<DepthLevel> Next(OrderBook book, Side side)
        {
            (_levels, _spare) = (_spare, _levels);
            _count = book.CopyDepth(side, _levels);
            return Levels;
        }
    }
}
