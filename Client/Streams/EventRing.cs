namespace TradingOps.Client.Streams;

/// <summary>The latest events of a feed, for all its readers together. Not thread-safe.</summary>
internal sealed class EventRing(int capacity)
{
    private StreamEvent[] _events = new StreamEvent[Math.Min(capacity, 64)];
    private int _capacity = capacity;
    private long _tail;

    /// <summary>Number of events so far: the index of the next one.</summary>
    public long Head { get; private set; }

    /// <summary>Index of the oldest event that is still here.</summary>
    public long Tail => _tail;

    /// <summary>Everything behind this is here.</summary>
    public FeedPosition CoveredAfter { get; private set; }

    /// <summary>The event of an index between <see cref="Tail"/> and <see cref="Head"/>.</summary>
    public StreamEvent this[long index] => _events[index % _events.Length];

    /// <summary>
    /// Makes the ring large enough for events that come at once: they must not push each other out before a reader could take
    /// them.
    /// </summary>
    public void MakeRoomFor(int events) => _capacity = Math.Max(_capacity, 2 * events);

    /// <summary>Adds an event in place of the oldest.</summary>
    public void Add(StreamEvent e)
    {
        if (Head - _tail == _events.Length) MakeRoom();
        _events[Head++ % _events.Length] = e;
    }

    /// <summary>Forgets all events: what comes next follows on from a position.</summary>
    public void StartOver(FeedPosition position)
    {
        (_tail, CoveredAfter) = (Head, position);
        Array.Clear(_events);
    }

    /// <summary>Index of the first event behind a position that is covered.</summary>
    public long IndexAfter(FeedPosition position)
    {
        var index = Head;
        while (index > _tail && !(this[index - 1].Position <= position)) index--;
        return index;
    }

    private void MakeRoom()
    {
        if (_events.Length < _capacity)
        {
            var larger = new StreamEvent[Math.Min(_capacity, 2 * _events.Length)];
            for (var i = _tail; i < Head; i++) larger[i % larger.Length] = this[i];
            _events = larger;
            return;
        }
        if (this[_tail++].Position is { } gone) CoveredAfter = gone;
    }
}
