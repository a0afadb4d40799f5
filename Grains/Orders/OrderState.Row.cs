using System.Runtime.InteropServices;

namespace TradingOps.Grains.Orders;

/// <summary>The bytes of an order for this process: as in memory, so no other may read them.</summary>
public sealed partial class OrderState
{
    /// <summary>Writes the whole state; <see cref="ReadFrom"/> reads it in the same process.</summary>
    public void WriteTo(BinaryWriter row)
    {
        row.Write(_account);
        row.Write(_symbol);
        row.Write(_clientOrderId ?? "");
        row.Write(_deniedId ?? "");
        row.Write(_reason ?? "");
        row.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<Terms>(in _terms)));
        row.Write7BitEncodedInt64(_price);
        row.Write7BitEncodedInt64(_stopPrice);
        row.Write7BitEncodedInt64(_quantity);
        row.Write7BitEncodedInt64(_filled);
        row.Write(_filledValue);
        row.Write(_updatedAt);
        row.Write((byte)Status);
        row.Write7BitEncodedInt64(Remaining);
        row.Write7BitEncodedInt(_fills?.Count ?? 0);
        row.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_fills)));
    }

    /// <summary>Reads what <see cref="WriteTo"/> wrote.</summary>
    public static OrderState ReadFrom(BinaryReader row)
    {
        var (account, symbol) = (row.ReadString(), row.ReadString());
        var (clientOrderId, deniedId, reason) = (ReadText(row), ReadText(row), ReadText(row));
        Terms terms = default;
        row.BaseStream.ReadExactly(MemoryMarshal.AsBytes(new Span<Terms>(ref terms)));
        var order = new OrderState(deniedId, account, symbol, clientOrderId, terms)
        {
            _reason = reason,
            _price = row.Read7BitEncodedInt64(),
            _stopPrice = row.Read7BitEncodedInt64(),
            _quantity = row.Read7BitEncodedInt64(),
            _filled = row.Read7BitEncodedInt64(),
            _filledValue = row.ReadDecimal(),
            _updatedAt = row.ReadInt64(),
            Status = (OrderStatus)row.ReadByte(),
            Remaining = row.Read7BitEncodedInt64(),
        };
        var fills = new Fill[row.Read7BitEncodedInt()];
        row.BaseStream.ReadExactly(MemoryMarshal.AsBytes(fills.AsSpan()));
        if (fills.Length > 0) order._fills = [.. fills];
        return order;
    }

    private static string? ReadText(BinaryReader row) => row.ReadString() is { Length: > 0 } text ? text : null;
}
