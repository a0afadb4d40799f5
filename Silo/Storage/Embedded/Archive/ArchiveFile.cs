using System.IO.Compression;
using System.Security.Cryptography;
using TradingOps.Engine.Errors;

namespace TradingOps.Silo.Storage.Embedded.Archive;

/// <summary>
/// An archived segment: a gzip file of blocks that are packed each for itself, so that a record is read without unpacking the
/// others. It is opened for each read. <see cref="ArchiveException"/> where it is missing or damaged.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="segment">What was archived.</param>
internal sealed class ArchiveFile(string path, ArchivedSegment segment)
{
    private const int MostHeader = ushort.MaxValue + 64;

    private long[]? _blocks;

    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>What was archived.</summary>
    public ArchivedSegment Segment { get; } = segment;

    /// <summary>The name of the file of a segment.</summary>
    public static string NameOf(int number) => Embedded.Segment.NameOf(number) + ".gz";

    /// <summary>Packs a segment into a new file, durably but for its name, and returns what it is.</summary>
    public static ArchivedSegment Write(string path, Segment segment, Guid store, Disk disk)
    {
        var sizes = new int[ArchiveHeader.CountOf(segment.Length)];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        var block = new byte[ArchiveHeader.BlockLength];
        var at = (long)ArchiveHeader.SizeOf(segment.Length);
        for (var i = 0; i < sizes.Length; i++)
        {
            var offset = (long)i * block.Length;
            var part = block.AsSpan(0, (int)Math.Min(block.Length, segment.Length - offset));
            if (segment.ReadAt(offset, part) < part.Length) throw new IOException($"{segment.Path} is shorter than it was");
            hash.AppendData(part);
            var packed = Pack(part);
            disk.Write(file, packed, at);
            at += sizes[i] = packed.Length;
        }
        var sum = Convert.ToHexStringLower(hash.GetHashAndReset());
        disk.Write(file, new ArchiveHeader(store, segment.Number, segment.Length, sum, sizes).ToBytes(), 0);
        disk.Sync(file);
        return new(segment.Number, segment.Length, at, sum);
    }

    /// <summary>The SHA-256 of a segment.</summary>
    public static string HashOf(Segment segment)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = new byte[ArchiveHeader.BlockLength];
        for (var offset = 0L; offset < segment.Length; offset += block.Length)
            hash.AppendData(block, 0, segment.ReadAt(offset, block));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>
    /// What a file in the archive says of itself; null where it does not exist. <see cref="ArchiveException"/> if it is damaged
    /// or another store's.
    /// </summary>
    public static ArchivedSegment? Describe(string path, int number, Guid? store)
    {
        if (!File.Exists(path)) return null;
        var header = Read(path, number, () => ReadHeader(path));
        if (store is { } known && header.Store != known)
            throw new DataFolderException(StoreFormat.DescribeForeign(path, header.Store, known));
        return new(header.Number, header.Length, new FileInfo(path).Length, header.Sha256);
    }

    /// <summary>Reads as much as there is from an offset of the segment on, and returns how much that was.</summary>
    public int ReadAt(long offset, Span<byte> destination)
    {
        var total = (int)Math.Clamp(Segment.Length - offset, 0, destination.Length);
        var part = destination[..total];
        while (part.Length > 0)
        {
            var (block, from) = ((int)(offset / ArchiveHeader.BlockLength), (int)(offset % ArchiveHeader.BlockLength));
            var content = Read(Path, Segment.Number, () => ReadBlock(block));
            var count = Math.Min(content.Length - from, part.Length);
            content.AsSpan(from, count).CopyTo(part);
            part = part[count..];
            offset += count;
        }
        return total;
    }

    /// <summary>Reads all of it and compares the hash. <see cref="ArchiveException"/> if it is another.</summary>
    public void Check()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var block = 0; block < ArchiveHeader.CountOf(Segment.Length); block++)
        {
            var number = block;
            hash.AppendData(Read(Path, Segment.Number, () => ReadBlock(number)));
        }
        if (Convert.ToHexStringLower(hash.GetHashAndReset()) != Segment.Sha256)
            throw Damaged(Path, Segment.Number, "its hash is not that of the segment");
    }

    private byte[] ReadBlock(int number)
    {
        try
        {
            return Unpack(number);
        }
        catch (Exception e) when (e is InvalidDataException or DataFolderException)
        {
            // The file may be replaced by a sound one, whose blocks are elsewhere.
            _blocks = null;
            throw e as InvalidDataException ?? new InvalidDataException(e.Message, e);
        }
    }

    private byte[] Unpack(int number)
    {
        using var file = File.OpenHandle(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var blocks = _blocks ??= Offsets(ReadHeader(Path));
        var packed = new byte[blocks[number + 1] - blocks[number]];
        if (file.ReadUpTo(blocks[number], packed) < packed.Length) throw new InvalidDataException("it is cut off");
        var content = new byte[Math.Min(ArchiveHeader.BlockLength, Segment.Length - (long)number * ArchiveHeader.BlockLength)];
        using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        if (gzip.ReadAtLeast(content, content.Length, throwOnEndOfStream: false) < content.Length || gzip.ReadByte() >= 0)
            throw new InvalidDataException($"block {number} has another length");
        return content;
    }

    private long[] Offsets(ArchiveHeader header)
    {
        if ((header.Number, header.Length, header.Sha256) != (Segment.Number, Segment.Length, Segment.Sha256))
            throw new InvalidDataException("it is not the segment that was archived");
        var blocks = new long[header.Blocks.Count + 1];
        blocks[0] = ArchiveHeader.SizeOf(header.Length);
        for (var i = 0; i < header.Blocks.Count; i++) blocks[i + 1] = blocks[i] + header.Blocks[i];
        return blocks;
    }

    private static ArchiveHeader ReadHeader(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var content = new byte[Math.Min(MostHeader, RandomAccess.GetLength(file))];
        return ArchiveHeader.Read(path, content.AsSpan(0, file.ReadUpTo(0, content)));
    }

    private static T Read<T>(string path, int number, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ArchiveException(TradingError.ArchiveMissing,
                $"segment {number} of the journal is archived, and {path} is not there; put it back", e);
        }
        catch (InvalidDataException e)
        {
            throw Damaged(path, number, e.Message, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ArchiveException(TradingError.JournalUnavailable, $"{path} cannot be read: {e.Message}", e);
        }
    }

    private static ArchiveException Damaged(string path, int number, string why, Exception? inner = null) =>
        new(TradingError.ArchiveDamaged, $"{path}, the archived segment {number}, is damaged: {why}", inner);

    private static byte[] Pack(ReadOnlySpan<byte> content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(content);
        return packed.ToArray();
    }
}
