namespace TradingOps.Engine.Books;

// Orders that coming commands name, brought from memory together instead of one after the other.
public sealed partial class OrderBook
{
    /// <summary>
    /// As many orders as one <see cref="ReadAhead"/> takes: enough that their waits overlap, few enough that the first is still
    /// in the cache when the last has come.
    /// </summary>
    public const int OrdersAhead = 32;

    /// <summary>
    /// Tells the book which orders the commands after this one are about, so that it need not wait for each of them: in a book
    /// of a million orders a cancel is a wait for memory. Changes nothing, whatever the ids and whatever commands follow.
    /// </summary>
    /// <param name="ids">Ids of orders, open or not; of more than <see cref="OrdersAhead"/>, the first ones.</param>
    public void ReadAhead(ReadOnlySpan<long> ids)
    {
        ids = ids[..Math.Min(ids.Length, OrdersAhead)];
        // Each step needs what the one before had brought.
        foreach (var id in ids) _index.Fetch(id);
        Span<int> slots = stackalloc int[OrdersAhead];
        for (var i = 0; i < ids.Length; i++)
        {
            slots[i] = _index.Find(ids[i]);
            if (slots[i] >= 0) Cache.Fetch(ref _orders[slots[i]]);
        }
        foreach (var slot in slots[..ids.Length])
        {
            if (slot >= 0) FetchAround(slot);
        }
    }

    /// <summary>What taking an order out of its queue changes beside it.</summary>
    private void FetchAround(int slot)
    {
        ref var order = ref _orders[slot];
        if (order.Next >= 0) Cache.Fetch(ref _orders[order.Next].Previous);
        if (order.Previous >= 0) Cache.Fetch(ref _orders[order.Previous].Next);
        if (order.Terms >= 0) Cache.Fetch(ref _orders.TermsOf(order));
    }
}
