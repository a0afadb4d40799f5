using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TradingOps.Engine.Books;

/// <summary>
/// Finds the slot of an order by its id: pages of sixteen neighbouring ids, each a cache line, found by open addressing.
/// </summary>
/// <remarks>
/// Ids are given out in order, so pages are full while their orders are young, and 4 bytes an id leave room for the orders in
/// the cache; a page goes when its last order does, so ids far apart cost no more than a page and its entry each. Removing an
/// entry moves later ones up instead of leaving tombstones: the index stays as fast as it was after any number of orders.
/// </remarks>
internal sealed class OrderIndex
{
    private const int PageBits = 4;
    private const int PageSize = 1 << PageBits;
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private Entry[] _entries;
    private int _shift;

    // Slots + 1 by page and id, and the number of ids in each page. Page 0 stands for none.
    private int[] _slots;
    private byte[] _counts;
    private int _pages = 1;
    private int _livePages;
    private int _freePage;

    public OrderIndex(int capacity)
    {
        // As if no two ids were neighbours: orders that stay long are far apart.
        var pages = Math.Max(2, capacity);
        _entries = new Entry[BitOperations.RoundUpToPowerOf2((uint)(2 * pages))];
        _shift = 64 - BitOperations.Log2((uint)_entries.Length);
        _slots = new int[(pages + 1) * PageSize];
        _counts = new byte[pages + 1];
    }

    public int Count { get; private set; }

    /// <summary>The slot of a live order, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(long id) => SlotOf(PageOf(id >> PageBits), id) - 1;

    /// <summary>Adds an id that is not in the index.</summary>
    /// <returns>The page that it is on, as long as it is there.</returns>
    public int Add(long id, int slot)
    {
        var page = PageOf(id >> PageBits);
        if (page == 0) page = AddPage(id >> PageBits);
        SlotOf(page, id) = slot + 1;
        _counts[page]++;
        Count++;
        return page;
    }

    /// <summary>Removes an id that is in the index, on the page that <see cref="Add"/> returned.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Remove(long id, int page)
    {
        SlotOf(page, id) = 0;
        Count--;
        if (--_counts[page] == 0) RemovePage(id >> PageBits, page);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int PageOf(long key)
    {
        var mask = _entries.Length - 1;
        ref var entries = ref MemoryMarshal.GetArrayDataReference(_entries);
        for (var i = Home(key); ; i = (i + 1) & mask)
        {
            ref var entry = ref Unsafe.Add(ref entries, i);
            if (entry.Key == key || entry.Page == 0) return entry.Page;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref int SlotOf(int page, long id) =>
        ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_slots), (page << PageBits) + ((int)id & (PageSize - 1)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Home(long key) => (int)(((ulong)key * Golden) >> _shift);

    private int AddPage(long key)
    {
        // Half full at most: probes stay short.
        if (2 * (_livePages + 1) > _entries.Length) Grow();
        var page = _freePage;
        if (page != 0)
        {
            _freePage = _slots[page << PageBits];
            _slots[page << PageBits] = 0;
        }
        else
        {
            page = _pages++;
            if (page == _counts.Length)
            {
                Array.Resize(ref _counts, page + (page / 2) + 1);
                Array.Resize(ref _slots, _counts.Length * PageSize);
            }
        }

        Insert(new Entry { Key = key, Page = page });
        _livePages++;
        return page;
    }

    private void RemovePage(long key, int page)
    {
        _slots[page << PageBits] = _freePage;
        _freePage = page;
        _livePages--;
        var mask = _entries.Length - 1;
        var hole = Home(key);
        while (_entries[hole].Page != page) hole = (hole + 1) & mask;
        for (var i = (hole + 1) & mask; _entries[i].Page != 0; i = (i + 1) & mask)
        {
            // An entry may move to the hole when the hole is not before its home.
            if (((i - Home(_entries[i].Key)) & mask) < ((i - hole) & mask)) continue;
            _entries[hole] = _entries[i];
            hole = i;
        }

        _entries[hole] = default;
    }

    private void Insert(in Entry entry)
    {
        var mask = _entries.Length - 1;
        var i = Home(entry.Key);
        while (_entries[i].Page != 0) i = (i + 1) & mask;
        _entries[i] = entry;
    }

    private void Grow()
    {
        var old = _entries;
        _entries = new Entry[2 * old.Length];
        _shift--;
        foreach (ref readonly var entry in old.AsSpan())
        {
            if (entry.Page != 0) Insert(entry);
        }
    }

    private struct Entry
    {
        public long Key;

        /// <summary>0 where there is no entry.</summary>
        public int Page;
    }
}
