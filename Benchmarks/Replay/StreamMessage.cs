using System.Runtime.InteropServices;

namespace TradingOps.Benchmarks.Replay;

/// <summary>One 40-byte record of an order stream of the public benchmark, as it is on disk.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = 40)]
internal readonly struct StreamMessage
{
    public const byte New = 0;
    public const byte Cancel = 1;
    public const byte Modify = 2;

    public readonly byte Type;
    public readonly byte Side;
    public readonly byte ImmediateOrCancel;
    public readonly byte Padding;
    public readonly uint Quantity;
    public readonly ulong SequenceNumber;
    public readonly long OrderId;
    public readonly long PriceTicks;
    public readonly long Reserved;
}
