namespace TradingOps.Engine.MarketData;

/// <summary>The bytes of bars: variable-length integers, little-endian; about 35 bytes a bar.</summary>
public static class BarCodec
{
    private const int MaxScale = 28;
    private const byte Wide = 0x80;

    /// <summary>Writes a bar.</summary>
    public static void Write(BinaryWriter writer, in Bar bar)
    {
        writer.Write7BitEncodedInt64(bar.Start);
        WriteDecimal(writer, bar.Open);
        WriteDecimal(writer, bar.High);
        WriteDecimal(writer, bar.Low);
        WriteDecimal(writer, bar.Close);
        WriteDecimal(writer, bar.Volume);
        WriteDecimal(writer, bar.Value);
        writer.Write7BitEncodedInt64(bar.Count);
    }

    /// <summary>Reads a bar; <see cref="InvalidDataException"/> or <see cref="EndOfStreamException"/> if it is invalid.</summary>
    public static Bar Read(BinaryReader reader) => new(
        reader.Read7BitEncodedInt64(), ReadDecimal(reader), ReadDecimal(reader), ReadDecimal(reader), ReadDecimal(reader),
        ReadDecimal(reader), ReadDecimal(reader), reader.Read7BitEncodedInt64());

    /// <summary>Writes a number: its scale and sign, then its digits as an integer.</summary>
    public static void WriteDecimal(BinaryWriter writer, decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var (low, high) = ((ulong)(uint)bits[1] << 32 | (uint)bits[0], (uint)bits[2]);
        var head = (byte)(value.Scale << 1 | (decimal.IsNegative(value) ? 1 : 0));
        writer.Write(high == 0 ? head : (byte)(head | Wide));
        writer.Write7BitEncodedInt64((long)low);
        if (high != 0) writer.Write(high);
    }

    /// <summary>Reads what <see cref="WriteDecimal"/> wrote.</summary>
    public static decimal ReadDecimal(BinaryReader reader)
    {
        var head = reader.ReadByte();
        var low = (ulong)reader.Read7BitEncodedInt64();
        var high = (head & Wide) != 0 ? reader.ReadUInt32() : 0;
        var scale = (head & ~Wide) >> 1;
        if (scale > MaxScale) throw new InvalidDataException($"a number has {scale} decimals");
        return new((int)low, (int)(low >> 32), (int)high, (head & 1) != 0, (byte)scale);
    }
}
