using System.Runtime.InteropServices;

namespace TradingOps.Engine.Books;

/// <summary>
/// One live order in the pool. 64 bytes, a cache line; what few orders need is in <see cref="OrderTerms"/>.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct BookOrder
{
    public long Id;

    /// <summary>Limit price; of a market order the worst price, 0 for any; 0 for stop orders.</summary>
    public long Price;

    /// <summary>Lots that the book shows; while the order takes, the lots of the present slice.</summary>
    public long Displayed;

    /// <summary>Lots behind the displayed ones.</summary>
    public long Hidden;

    public OrderInstructions Instructions;

    public int Account;

    /// <summary>Later order of the level, or next free slot of the pool.</summary>
    public int Next;

    /// <summary>Earlier order of the level.</summary>
    public int Previous;

    /// <summary>Level in the ladder that the order is in.</summary>
    public int Level;

    /// <summary>Slot of the order's terms, or -1.</summary>
    public int Terms;

    public OrderPlace Place;

    public readonly Side Side => Instructions.Side;

    public readonly OrderType Type => Instructions.Type;

    public readonly TimeInForce TimeInForce => Instructions.TimeInForce;

    public readonly long Remaining => Displayed + Hidden;
}
