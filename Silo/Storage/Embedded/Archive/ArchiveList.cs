using System.Buffers.Binary;

namespace TradingOps.Silo.Storage.Embedded.Archive;

/// <summary>
/// The file <c>journal.archived</c>: the segments that were archived, so that a start knows them without the archive and misses
/// those that are not there. Letters and format, id of the store, number of segments, a row each, CRC-32 of all that.
/// </summary>
internal static class ArchiveList
{
    private const int Newest = 1;
    private const int HashLength = 32;
    private const int RowLength = sizeof(int) + sizeof(long) + sizeof(long) + HashLength;
    private const int HeaderLength = StoreFormat.MagicLength + 16 + sizeof(int);

    private static ReadOnlySpan<byte> Letters => "TOPSARL"u8;

    /// <summary>
    /// Reads the list; null where the file does not exist. <see cref="CorruptJournalException"/> if it is damaged,
    /// <see cref="DataFolderException"/> if a newer version or another store wrote it.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="store">Id of the store; null if it is not known.</param>
    public static IReadOnlyList<ArchivedSegment>? Read(string path, Guid? store)
    {
        if (!File.Exists(path)) return null;
        var bytes = File.ReadAllBytes(path).AsSpan();
        if (bytes.Length < HeaderLength + sizeof(uint) || StoreFormat.Read(bytes, Letters) is not { } format
            || !StoreFormat.HasSum(bytes))
            throw new CorruptJournalException(
                path, 0, "the list of archived segments fails its check: move it away, and the archive is read in its place");
        if (format > Newest) throw new DataFolderException(StoreFormat.DescribeNewer(path, format, Newest));
        var owner = new Guid(bytes.Slice(StoreFormat.MagicLength, 16));
        if (store is { } known && owner != known) throw new DataFolderException(StoreFormat.DescribeForeign(path, owner, known));
        var segments = new ArchivedSegment[BinaryPrimitives.ReadInt32LittleEndian(bytes[(HeaderLength - sizeof(int))..])];
        for (var i = 0; i < segments.Length; i++)
        {
            var row = bytes.Slice(HeaderLength + i * RowLength, RowLength);
            segments[i] = new(BinaryPrimitives.ReadInt32LittleEndian(row), BinaryPrimitives.ReadInt64LittleEndian(row[4..]),
                BinaryPrimitives.ReadInt64LittleEndian(row[12..]), Convert.ToHexStringLower(row[20..]));
        }
        return segments;
    }

    /// <summary>Replaces the list, durably.</summary>
    public static void Write(string path, Guid store, IReadOnlyCollection<ArchivedSegment> segments, Disk disk)
    {
        var bytes = new byte[HeaderLength + segments.Count * RowLength + sizeof(uint)].AsSpan();
        StoreFormat.Write(bytes, Letters, Newest);
        store.TryWriteBytes(bytes[StoreFormat.MagicLength..]);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[(HeaderLength - sizeof(int))..], segments.Count);
        var rows = bytes[HeaderLength..];
        foreach (var segment in segments)
        {
            BinaryPrimitives.WriteInt32LittleEndian(rows, segment.Number);
            BinaryPrimitives.WriteInt64LittleEndian(rows[4..], segment.Length);
            BinaryPrimitives.WriteInt64LittleEndian(rows[12..], segment.Packed);
            Convert.FromHexString(segment.Sha256).CopyTo(rows[20..]);
            rows = rows[RowLength..];
        }
        StoreFormat.WriteSum(bytes);
        SyncedFile.Replace(path, bytes, disk);
    }
}
