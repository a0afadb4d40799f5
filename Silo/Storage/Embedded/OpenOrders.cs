namespace TradingOps.Silo.Storage.Embedded;

/// <summary>
/// Places of orders that stayed open when they were entered, in that order. Those that closed since are taken out when they are
/// half of all. Changed by one thread, read by many.
/// </summary>
/// <param name="isClosed">Whether the order of a place closed since. Asked when one did.</param>
internal sealed class OpenOrders(Predicate<int> isClosed)
{
    private const int SliceLength = 1024;

    private readonly Lock _gate = new();
    private readonly List<int> _places = [];
    private int _closed;

    /// <summary>How many places there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _places.Count;
        }
    }

    /// <summary>An order that was entered after all others is open.</summary>
    public void Add(int place)
    {
        lock (_gate) _places.Add(place);
    }

    /// <summary>One of them closed.</summary>
    public void CountClosed()
    {
        if (++_closed < Math.Max(SliceLength, Count / 2)) return;
        lock (_gate) _places.RemoveAll(isClosed);
        _closed = 0;
    }

    /// <summary>Places before a place, newest first: all that are open, and some that are not.</summary>
    public IEnumerable<int> NewestFirst(int before)
    {
        while (true)
        {
            int[] slice;
            lock (_gate)
            {
                var found = _places.BinarySearch(before);
                var end = found < 0 ? ~found : found;
                slice = [.. _places[Math.Max(0, end - SliceLength)..end]];
            }
            for (var i = slice.Length - 1; i >= 0; i--) yield return slice[i];
            if (slice.Length == 0) yield break;
            before = slice[0];
        }
    }

    /// <summary>Places behind a place, oldest first: all that are open, and some that are not.</summary>
    public IEnumerable<int> OldestFirst(int after)
    {
        while (true)
        {
            int[] slice;
            lock (_gate)
            {
                var found = _places.BinarySearch(after);
                var start = found < 0 ? ~found : found + 1;
                slice = [.. _places[start..Math.Min(_places.Count, start + SliceLength)]];
            }
            foreach (var place in slice) yield return place;
            if (slice.Length == 0) yield break;
            after = slice[^1];
        }
    }
}
