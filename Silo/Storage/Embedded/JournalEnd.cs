using System.Buffers.Binary;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>How far the journal is durable: what was acknowledged is there up to this place.</summary>
/// <param name="Store">Id of the store.</param>
/// <param name="Segment">Number of the last segment with a record; 0 before the first.</param>
/// <param name="Length">Its durable length in bytes.</param>
/// <param name="Batch">Number of the last durable batch; 0 before the first.</param>
/// <param name="Sum">The sum of all frames up to there (<see cref="Frame.SumOf"/>).</param>
internal readonly record struct JournalEnd(Guid Store, int Segment, long Length, long Batch, ulong Sum)
{
    /// <summary>Bytes of an end.</summary>
    public const int Bytes = 64;

    /// <summary>The format that this version writes, and the newest that it reads.</summary>
    public const int Newest = 1;

    private static ReadOnlySpan<byte> Letters => "TOPSEND"u8;

    /// <summary>Whether this end is at a place or behind it.</summary>
    public bool Covers(int segment, long length) => (Segment, Length).CompareTo((segment, length)) >= 0;

    /// <summary>
    /// Reads an end; null if there is no sound one. <see cref="DataFolderException"/> if its format is newer.
    /// </summary>
    public static JournalEnd? Read(string path, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Bytes || StoreFormat.Read(bytes, Letters) is not { } format || !StoreFormat.HasSum(bytes[..Bytes]))
            return null;
        if (format > Newest) throw new DataFolderException(StoreFormat.DescribeNewer(path, format, Newest));
        return new(new(bytes[8..24]), BinaryPrimitives.ReadInt32LittleEndian(bytes[24..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[28..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[36..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[44..]));
    }

    /// <summary>Writes the end into <see cref="Bytes"/> bytes.</summary>
    public void Write(Span<byte> bytes)
    {
        bytes[..Bytes].Clear();
        StoreFormat.Write(bytes, Letters, Newest);
        Store.TryWriteBytes(bytes[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[24..], Segment);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[28..], Length);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[36..], Batch);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[44..], Sum);
        StoreFormat.WriteSum(bytes[..Bytes]);
    }
}
