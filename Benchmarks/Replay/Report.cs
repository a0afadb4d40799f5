using System.Runtime.InteropServices;

namespace TradingOps.Benchmarks.Replay;

/// <summary>One record of the benchmark's report stream: a cache line, as its harness carries it.</summary>
[StructLayout(LayoutKind.Sequential, Size = 64)]
internal struct Report
{
    public const byte OrderAck = 0;
    public const byte Trade = 1;
    public const byte CancelAck = 2;
    public const byte ModifyAck = 3;
    public const byte CancelReject = 4;
    public const byte ModifyReject = 5;

    public byte Type;
    public byte Side;
    public uint Quantity;
    public ulong SequenceNumber;
    public long OrderId;
    public long PriceTicks;
    public long MakerOrderId;
    public long TakerOrderId;
}
