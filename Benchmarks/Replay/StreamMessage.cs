using System.Runtime.InteropServices;

namespace TradingOps.Benchmarks.Replay;

/// <summary>One 40-byte record of an order stream of the public benchmark, as it is on disk.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = 40)]
internal readonly struct StreamMessage
{
    public const byte New = 0;
    public const byte Cancel = 1;
    public const byte Modify = 2;

    public byte Type { get; init; }

    public byte Side { get; init; }

    public byte ImmediateOrCancel { get; init; }

    public byte Padding { get; init; }

    public uint Quantity { get; init; }

    public ulong SequenceNumber { get; init; }

    public long OrderId { get; init; }

    public long PriceTicks { get; init; }

    public long Reserved { get; init; }
}
