namespace TradingOps.Engine.Books;

/// <summary>
/// GTD orders by expiry, then by arrival: a binary heap that knows where each order is, so that a cancel leaves nothing
/// behind.
/// </summary>
internal sealed class ExpiryQueue(OrderPool pool)
{
    private int[] _heap = [];

    public int Count { get; private set; }

    /// <summary>Time of the next expiry, or <see cref="long.MaxValue"/>.</summary>
    public long Next { get; private set; } = long.MaxValue;

    /// <summary>The order that expires next; there must be one.</summary>
    public int First => _heap[0];

    public void Add(int slot)
    {
        if (Count == _heap.Length) Array.Resize(ref _heap, Math.Max(16, 2 * Count));
        SiftUp(Count++, slot);
        Next = Terms(_heap[0]).ExpireAt;
    }

    public void Remove(int slot)
    {
        var position = Terms(slot).ExpiryPosition;
        Terms(slot).ExpiryPosition = -1;
        var last = _heap[--Count];
        if (position < Count)
        {
            // The last one fills the gap and moves to where it belongs, up or down.
            SiftUp(position, last);
            SiftDown(Terms(last).ExpiryPosition, last);
        }
        Next = Count == 0 ? long.MaxValue : Terms(_heap[0]).ExpireAt;
    }

    private ref OrderTerms Terms(int slot) => ref pool.TermsOf(pool[slot]);

    private bool IsBefore(int slot, int other)
    {
        ref var a = ref Terms(slot);
        ref var b = ref Terms(other);
        return a.ExpireAt != b.ExpireAt ? a.ExpireAt < b.ExpireAt : a.Sequence < b.Sequence;
    }

    private void Place(int position, int slot)
    {
        _heap[position] = slot;
        Terms(slot).ExpiryPosition = position;
    }

    private void SiftUp(int position, int slot)
    {
        while (position > 0)
        {
            var parent = (position - 1) / 2;
            if (!IsBefore(slot, _heap[parent])) break;
            Place(position, _heap[parent]);
            position = parent;
        }
        Place(position, slot);
    }

    private void SiftDown(int position, int slot)
    {
        while (true)
        {
            var child = (2 * position) + 1;
            if (child >= Count) break;
            if (child + 1 < Count && IsBefore(_heap[child + 1], _heap[child])) child++;
            if (!IsBefore(_heap[child], slot)) break;
            Place(position, _heap[child]);
            position = child;
        }
        Place(position, slot);
    }
}
