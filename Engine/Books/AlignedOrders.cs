using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TradingOps.Engine.Books;

/// <summary>An array of orders of which each is one cache line: the runtime aligns arrays to 8 bytes only.</summary>
internal readonly struct AlignedOrders
{
    private const int CacheLine = 64;

    private readonly BookOrder[] _orders;
    private readonly nint _start;

    public AlignedOrders(int length)
    {
        Length = length;
        // Pinned, so that it stays aligned; with one more, so that there is room to begin at a line.
        _orders = GC.AllocateArray<BookOrder>(length + 1, pinned: true);
        _start = -Marshal.UnsafeAddrOfPinnedArrayElement(_orders, 0) & (CacheLine - 1);
    }

    public int Length { get; }

    public ref BookOrder this[int slot]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Unsafe.AddByteOffset(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_orders), slot), _start);
    }

    /// <summary>A longer one with the same orders.</summary>
    public AlignedOrders Grow(int length)
    {
        var grown = new AlignedOrders(length);
        MemoryMarshal.CreateSpan(ref this[0], Length).CopyTo(MemoryMarshal.CreateSpan(ref grown[0], length));
        return grown;
    }
}
