using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TradingOps.Engine.Books;

/// <summary>
/// Finds the slot of an order by its id: a table with open addressing, whose entries hold eight neighbouring ids each.
/// </summary>
/// <remarks>
/// Ids are given out in order, so the entries of young orders are full and stay in the cache, and an old order is found with
/// one read of memory before that of the order itself. Removing an entry moves later ones up instead of leaving tombstones: the
/// index stays as fast as it was after any number of orders.
/// </remarks>
internal sealed class OrderIndex
{
    private const int EntryBits = 3;
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private Entry[] _entries;
    private int _shift;
    private int _used;

    public OrderIndex(int capacity)
    {
        // An entry for two orders: young ones share theirs, old ones whose neighbours are gone make the table grow.
        _entries = new Entry[BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, capacity / 2))];
        _shift = 64 - BitOperations.Log2((uint)_entries.Length);
    }

    public int Count { get; private set; }

    /// <summary>The slot of a live order, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(long id) => EntryOf(KeyOf(id)).SlotOf(id) - 1;

    /// <summary>Has the entry of an id brought to the cache, whether there is one or not.</summary>
    public void Fetch(long id) =>
        Cache.Fetch(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_entries), Home(KeyOf(id))));

    /// <summary>Adds an id that is not in the index.</summary>
    public void Add(long id, int slot)
    {
        ref var entry = ref EntryOf(KeyOf(id));
        if (entry.Key == 0) entry = ref NewEntry(KeyOf(id));
        entry.SlotOf(id) = slot + 1;
        Count++;
    }

    /// <summary>Removes an id that is in the index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Remove(long id)
    {
        ref var entry = ref EntryOf(KeyOf(id));
        entry.SlotOf(id) = 0;
        Count--;
        if (entry.IsEmpty) RemoveEntry(KeyOf(id));
    }

    /// <summary>One more than what neighbours have in common, as 0 stands for no entry.</summary>
    private static long KeyOf(long id) => (id >> EntryBits) + 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Home(long key) => (int)(((ulong)key * Golden) >> _shift);

    /// <summary>The entry of a key, or the free one where it would be.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Entry EntryOf(long key)
    {
        var mask = _entries.Length - 1;
        ref var entries = ref MemoryMarshal.GetArrayDataReference(_entries);
        for (var i = Home(key); ; i = (i + 1) & mask)
        {
            ref var entry = ref Unsafe.Add(ref entries, i);
            if (entry.Key == key || entry.Key == 0) return ref entry;
        }
    }

    private ref Entry NewEntry(long key)
    {
        // Three quarters full at most: probes stay short.
        if (4 * (_used + 1L) > 3L * _entries.Length) Grow();
        _used++;
        ref var entry = ref EntryOf(key);
        entry.Key = key;
        return ref entry;
    }

    private void RemoveEntry(long key)
    {
        _used--;
        var mask = _entries.Length - 1;
        var hole = Home(key);
        while (_entries[hole].Key != key) hole = (hole + 1) & mask;
        for (var i = (hole + 1) & mask; _entries[i].Key != 0; i = (i + 1) & mask)
        {
            // An entry may move to the hole when the hole is not before its home.
            if (((i - Home(_entries[i].Key)) & mask) < ((i - hole) & mask)) continue;
            _entries[hole] = _entries[i];
            hole = i;
        }
        _entries[hole] = default;
    }

    private void Grow()
    {
        var old = _entries;
        _entries = new Entry[2 * old.Length];
        _shift--;
        foreach (ref readonly var entry in old.AsSpan())
        {
            if (entry.Key != 0) EntryOf(entry.Key) = entry;
        }
    }

    private struct Entry
    {
        public long Key;
        private Slots _slots;

        /// <summary>Slot + 1 of one of the ids, 0 for none.</summary>
        [UnscopedRef]
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ref int SlotOf(long id) =>
            ref Unsafe.Add(ref Unsafe.As<Slots, int>(ref _slots), (nint)(id & ((1 << EntryBits) - 1)));

        public bool IsEmpty => Unsafe.As<Slots, Vector256<int>>(ref _slots) == Vector256<int>.Zero;
    }

    [InlineArray(1 << EntryBits)]
    private struct Slots
    {
        private int _first;
    }
}
