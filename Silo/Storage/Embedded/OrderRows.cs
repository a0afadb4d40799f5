using System.Buffers.Binary;
using TradingOps.Grains.Journaling;
using TradingOps.Grains.Orders;
using TradingOps.Silo.Storage.Embedded.Scratch;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>Orders in the scratch file: a length, and what <see cref="OrderState.WriteTo"/> writes.</summary>
internal sealed class OrderRows(ScratchStore scratch)
{
    /// <summary>Most orders that are well appended at once: together they are no large object.</summary>
    public const int MaxAtOnce = 256;

    private const int LikelyLength = 256;

    /// <summary>Appends orders and returns where they begin. Only within a move of the scratch store.</summary>
    public long[] Append(IReadOnlyList<OrderState> orders)
    {
        var offsets = new long[orders.Count];
        using var buffer = new MemoryStream(orders.Count * LikelyLength);
        using var writer = new BinaryWriter(buffer);
        for (var i = 0; i < offsets.Length; i++)
        {
            offsets[i] = buffer.Position;
            writer.Write(0);
            orders[i].WriteTo(writer);
            var row = buffer.GetBuffer().AsSpan((int)offsets[i], (int)(buffer.Position - offsets[i]));
            BinaryPrimitives.WriteInt32LittleEndian(row, row.Length);
        }
        var start = scratch.Fixed.Append(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
        for (var i = 0; i < offsets.Length; i++) offsets[i] += start;
        return offsets;
    }

    /// <summary>Reads an order. <see cref="JournalException"/> if it cannot be read.</summary>
    public OrderState Read(long offset)
    {
        var row = new byte[LikelyLength * 2];
        var read = scratch.Fixed.ReadUpTo(offset, row);
        var length = Math.Max(sizeof(int), BinaryPrimitives.ReadInt32LittleEndian(row));
        if (length > read) scratch.Fixed.Read(offset, row = new byte[length]);
        using var reader = new BinaryReader(new MemoryStream(row, sizeof(int), length - sizeof(int)));
        return OrderState.ReadFrom(reader);
    }
}
