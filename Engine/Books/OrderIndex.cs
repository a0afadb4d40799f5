using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TradingOps.Engine.Books;

/// <summary>
/// Finds the slot of an order by its id: open addressing with linear probing, 8 bytes an entry (32 bits of hash, the slot + 1).
/// </summary>
/// <remarks>
/// Eight neighbouring ids share a cache line, because ids are given out in order and what is young is what is canceled. Removal
/// moves later entries up instead of leaving tombstones, so the table stays as fast as it was after any number of orders.
/// </remarks>
internal sealed class OrderIndex(OrderPool pool, int capacity)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private ulong[] _entries = new ulong[BitOperations.RoundUpToPowerOf2((uint)Math.Max(2 * capacity, 64))];
    private int _bits = BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)Math.Max(2 * capacity, 64)));

    public int Count { get; private set; }

    /// <summary>The slot of a live order, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(long id)
    {
        var hash = Hash(id);
        var mask = _entries.Length - 1;
        ref var entries = ref MemoryMarshal.GetArrayDataReference(_entries);
        for (var i = Home(hash); ; i = (i + 1) & mask)
        {
            var entry = Unsafe.Add(ref entries, i);
            if (entry == 0) return -1;
            if ((uint)(entry >> 32) != hash) continue;
            var slot = (int)(uint)entry - 1;
            if (pool[slot].Id == id) return slot;
        }
    }

    /// <summary>Adds an id that is not in the index.</summary>
    public void Add(long id, int slot)
    {
        // Half full at most: probes stay short.
        if (2 * (Count + 1) > _entries.Length) Grow();
        Insert(((ulong)Hash(id) << 32) | (uint)(slot + 1));
        Count++;
    }

    /// <summary>Removes an id that is in the index.</summary>
    public void Remove(long id, int slot)
    {
        var mask = _entries.Length - 1;
        var hash = Hash(id);
        var wanted = ((ulong)hash << 32) | (uint)(slot + 1);
        var hole = Home(hash);
        while (_entries[hole] != wanted) hole = (hole + 1) & mask;
        Count--;
        for (var i = (hole + 1) & mask; ; i = (i + 1) & mask)
        {
            var entry = _entries[i];
            if (entry == 0) break;
            // An entry may move to the hole when the hole is not before its home.
            var home = Home((uint)(entry >> 32));
            if (((i - home) & mask) < ((i - hole) & mask)) continue;
            _entries[hole] = entry;
            hole = i;
        }

        _entries[hole] = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(long id) => ((uint)((((ulong)id >> 3) * Golden) >> 35) << 3) | ((uint)id & 7);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Home(uint hash) => (int)(((hash >> (32 - _bits)) & ~7u) | (hash & 7));

    private void Insert(ulong entry)
    {
        var mask = _entries.Length - 1;
        var i = Home((uint)(entry >> 32));
        while (_entries[i] != 0) i = (i + 1) & mask;
        _entries[i] = entry;
    }

    private void Grow()
    {
        var old = _entries;
        _entries = new ulong[2 * old.Length];
        _bits = BitOperations.Log2((uint)_entries.Length);
        foreach (var entry in old)
        {
            if (entry != 0) Insert(entry);
        }
    }
}
