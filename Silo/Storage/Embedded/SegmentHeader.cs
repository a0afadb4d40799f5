using System.Buffers.Binary;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>
/// The first bytes of a segment. Format 1 has the number only. A format is one of the header, the frames and the records in
/// them: a version that adds a kind of record begins segments of the next format. Every format keeps the length and the CRC-32
/// of format 2, which tells a newer one from a damaged one.
/// </summary>
/// <param name="Format">The file's format.</param>
/// <param name="Number">Number of the segment.</param>
/// <param name="Store">The store that it belongs to; empty in format 1.</param>
/// <param name="Batch">Last batch before this segment; 0 for none, and in format 1.</param>
/// <param name="Sum">The sum of all frames before this segment (<see cref="Frame.SumOf"/>); 0 in format 1.</param>
internal readonly record struct SegmentHeader(int Format, int Number, Guid Store, long Batch, ulong Sum)
{
    /// <summary>The format that this version writes, and the newest that it reads.</summary>
    public const int Newest = 2;

    /// <summary>Bytes of the header in this format.</summary>
    public const int NewestLength = 64;

    private const int FirstLength = 16;

    private static ReadOnlySpan<byte> Letters => "TOPSJRN"u8;

    /// <summary>Bytes of the header: the first frame begins behind it.</summary>
    public int Length => Format == 1 ? FirstLength : NewestLength;

    /// <summary>
    /// Reads the header of a segment; null if there is no sound one. <see cref="DataFolderException"/> if its format is newer.
    /// </summary>
    public static SegmentHeader? Read(string path, ReadOnlySpan<byte> content)
    {
        if (StoreFormat.Read(content, Letters) is not { } format || format == 0) return null;
        if (content.Length < FirstLength) return null;
        var number = BinaryPrimitives.ReadInt64LittleEndian(content[8..]);
        if (number is < 1 or > int.MaxValue) return null;
        if (format == 1) return new(1, (int)number, Guid.Empty, 0, 0);
        if (content.Length < NewestLength || !StoreFormat.HasSum(content[..NewestLength])) return null;
        if (format > Newest) throw new DataFolderException(StoreFormat.DescribeNewer(path, format, Newest));
        return new(format, (int)number, new(content[16..32]), BinaryPrimitives.ReadInt64LittleEndian(content[32..]),
            BinaryPrimitives.ReadUInt64LittleEndian(content[40..]));
    }

    /// <summary>The bytes of a header of the newest format.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[NewestLength];
        StoreFormat.Write(bytes, Letters, Newest);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), Number);
        Store.TryWriteBytes(bytes.AsSpan(16));
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(32), Batch);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(40), Sum);
        StoreFormat.WriteSum(bytes);
        return bytes;
    }
}
