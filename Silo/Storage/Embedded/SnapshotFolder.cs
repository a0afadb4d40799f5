using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using TradingOps.Grains.Journaling;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>
/// The snapshots, a file a stream: letters and format, id of the store, CRC-32 over the rest, CRC-32 of letters, format and id,
/// sequence, stream name, state. Format 2 has the first sum only, format 1 begins with it. They only save time: a damaged one is
/// passed over, for the journal holds everything. One of another store or of a newer version is refused.
/// </summary>
internal sealed class SnapshotFolder(DataFolder folder, Guid store, ILogger logger)
{
    private const int Newest = 3;
    private const int NamedLength = StoreFormat.MagicLength + 16;
    private const int NamesSumAt = NamedLength + sizeof(uint);

    private readonly Dictionary<string, long> _saved = new(StringComparer.Ordinal);

    private static ReadOnlySpan<byte> Letters => "TOPSSNP"u8;

    /// <summary>The store that the snapshots belong to.</summary>
    public Guid Store { get; } = store;

    /// <summary>The snapshot of a stream, or null.</summary>
    public JournalSnapshot? Load(string stream)
    {
        var path = PathOf(stream);
        return File.Exists(path) && Read(path) is { } stored && stored.Stream == stream ? stored.Snapshot : null;
    }

    /// <summary>All sound snapshots with the names of their streams and files.</summary>
    public IEnumerable<(string File, string Stream, JournalSnapshot Snapshot)> List()
    {
        foreach (var path in Directory.EnumerateFiles(folder.Snapshots, "*.snap"))
            if (Read(path) is { } stored)
                yield return (path, stored.Stream, stored.Snapshot);
    }

    /// <summary>Keeps a snapshot in place of the older one. Of two at a time the newer stays.</summary>
    public void Save(string stream, long sequence, ReadOnlySpan<byte> state)
    {
        using var buffer = new MemoryStream(state.Length + 128);
        using var writer = new BinaryWriter(buffer, Encoding.UTF8);
        writer.Write(new byte[NamesSumAt + sizeof(uint)]);
        writer.Write(sequence);
        writer.Write(stream);
        writer.Write(state);
        writer.Flush();
        var content = buffer.GetBuffer().AsSpan(0, (int)buffer.Length);
        StoreFormat.Write(content, Letters, Newest);
        Store.TryWriteBytes(content[StoreFormat.MagicLength..]);
        BinaryPrimitives.WriteUInt32LittleEndian(content[NamesSumAt..], Crc32.HashToUInt32(content[..NamedLength]));
        BinaryPrimitives.WriteUInt32LittleEndian(content[NamedLength..], Crc32.HashToUInt32(content[NamesSumAt..]));
        try
        {
            lock (_saved)
            {
                if (_saved.TryGetValue(stream, out var newest) && newest > sequence) return;
                SyncedFile.Replace(PathOf(stream), content);
                _saved[stream] = sequence;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JournalException($"snapshot of {stream} cannot be kept: {e.Message}", e);
        }
    }

    private (string Stream, JournalSnapshot Snapshot)? Read(string path)
    {
        byte[] content;
        try
        {
            content = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JournalException($"snapshot {path} cannot be read: {e.Message}", e);
        }
        var format = StoreFormat.Read(content, Letters) ?? 1;
        if (!IsSound(content, format))
        {
            Log.SnapshotIgnored(logger, path);
            return null;
        }
        if (format > Newest) throw new JournalException(StoreFormat.DescribeNewer(path, format, Newest));
        if (format > 1 && new Guid(content.AsSpan(StoreFormat.MagicLength, 16)) is var owner && owner != Store)
            throw new JournalException(StoreFormat.DescribeForeign(path, owner, Store));
        var start = format switch
        {
            1 => sizeof(uint),
            2 => NamesSumAt,
            _ => NamesSumAt + sizeof(uint),
        };
        using var reader = new BinaryReader(new MemoryStream(content, start, content.Length - start), Encoding.UTF8);
        var sequence = reader.ReadInt64();
        var stream = reader.ReadString();
        return (stream, new(sequence, content.AsMemory(start + (int)reader.BaseStream.Position)));
    }

    /// <summary>Whether the sums are right; every later format keeps those of format 3.</summary>
    private static bool IsSound(ReadOnlySpan<byte> content, int format)
    {
        var sumAt = format == 1 ? 0 : NamedLength;
        if (format == 0 || content.Length < sumAt + sizeof(uint) || !IsSum(content[sumAt..], content[(sumAt + sizeof(uint))..]))
            return false;
        return format switch
        {
            1 => true,
            // The digit of a format 3 that was damaged: the other sum gives it away.
            2 => !HasNamesSum(content, Newest),
            _ => HasNamesSum(content, format),
        };
    }

    private static bool HasNamesSum(ReadOnlySpan<byte> content, int format)
    {
        if (content.Length < NamesSumAt + sizeof(uint)) return false;
        Span<byte> names = stackalloc byte[NamedLength];
        content[..NamedLength].CopyTo(names);
        StoreFormat.Write(names, Letters, format);
        return IsSum(content[NamesSumAt..], names);
    }

    private static bool IsSum(ReadOnlySpan<byte> sum, ReadOnlySpan<byte> summed) =>
        Crc32.HashToUInt32(summed) == BinaryPrimitives.ReadUInt32LittleEndian(sum);

    // Some file systems do not tell capitals apart, and two accounts may differ in nothing else.
    private string PathOf(string stream)
    {
        var name = Uri.EscapeDataString(stream).Select(c => char.IsAsciiLetterUpper(c) ? $"^{char.ToLowerInvariant(c)}" : $"{c}");
        return Path.Combine(folder.Snapshots, string.Concat(name) + ".snap");
    }
}
