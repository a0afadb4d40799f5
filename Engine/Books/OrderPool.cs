using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TradingOps.Engine.Books;

/// <summary>Order slots, used again last in first out so that the slot taken next is still in the cache.</summary>
internal sealed class OrderPool(int capacity)
{
    private BookOrder[] _orders = new BookOrder[Math.Max(capacity, 16)];
    private OrderTerms[] _terms = [];
    private int _used;
    private int _free = -1;
    private int _termsUsed;
    private int _freeTerms = -1;

    /// <summary>Slots in use.</summary>
    public int Count { get; private set; }

    /// <summary>Slots of terms in use.</summary>
    public int TermsCount { get; private set; }

    /// <summary>One more than the highest slot ever used.</summary>
    public int Bound => _used;

    /// <summary>The order in a slot. The reference is good until the next <see cref="Allocate"/>.</summary>
    public ref BookOrder this[int slot]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_orders), slot);
    }

    /// <summary>The terms of an order that has some. The reference is good until the next <see cref="AllocateTerms"/>.</summary>
    public ref OrderTerms TermsOf(in BookOrder order) => ref _terms[order.Terms];

    public int Allocate()
    {
        Count++;
        var slot = _free;
        if (slot >= 0)
        {
            _free = this[slot].Next;
            return slot;
        }
        // Half as much again, not double: a million orders must not cost two million slots.
        if (_used == _orders.Length) Array.Resize(ref _orders, _used + Math.Max(_used / 2, 64));
        return _used++;
    }

    public void Release(int slot)
    {
        ref var order = ref this[slot];
        if (order.Terms >= 0) ReleaseTerms(order.Terms);
        order.Place = OrderPlace.Free;
        order.Next = _free;
        _free = slot;
        Count--;
    }

    /// <summary>Gives the order terms of its own, or those that it has.</summary>
    public ref OrderTerms AllocateTerms(int slot)
    {
        ref var order = ref this[slot];
        if (order.Terms >= 0) return ref _terms[order.Terms];
        TermsCount++;
        var index = _freeTerms;
        if (index >= 0)
        {
            _freeTerms = _terms[index].NextFree;
        }
        else
        {
            if (_termsUsed == _terms.Length) Array.Resize(ref _terms, Math.Max(16, _termsUsed + (_termsUsed / 2)));
            index = _termsUsed++;
        }
        _terms[index] = OrderTerms.New();
        order.Terms = index;
        return ref _terms[index];
    }

    private void ReleaseTerms(int index)
    {
        _terms[index].NextFree = _freeTerms;
        _freeTerms = index;
        TermsCount--;
    }
}
