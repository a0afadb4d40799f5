using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using TradingOps.Grains.Journaling;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>
/// The snapshots, a file a stream: CRC-32 over the rest, sequence, stream name, state. They only save time: a damaged one is
/// passed over, for the journal holds everything.
/// </summary>
internal sealed class SnapshotFolder(DataFolder folder, ILogger logger)
{
    private readonly Dictionary<string, long> _saved = new(StringComparer.Ordinal);

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
        using var buffer = new MemoryStream(state.Length + 64);
        using var writer = new BinaryWriter(buffer, Encoding.UTF8);
        writer.Write(0u);
        writer.Write(sequence);
        writer.Write(stream);
        writer.Write(state);
        writer.Flush();
        var content = buffer.GetBuffer().AsSpan(0, (int)buffer.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(content, Crc32.HashToUInt32(content[4..]));
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
        catch (IOException e)
        {
            throw new JournalException($"snapshot {path} cannot be read: {e.Message}", e);
        }
        if (content.Length < 4 || Crc32.HashToUInt32(content.AsSpan(4)) != BinaryPrimitives.ReadUInt32LittleEndian(content))
        {
            Log.SnapshotIgnored(logger, path);
            return null;
        }
        using var reader = new BinaryReader(new MemoryStream(content, 4, content.Length - 4), Encoding.UTF8);
        var sequence = reader.ReadInt64();
        var stream = reader.ReadString();
        return (stream, new(sequence, content.AsMemory(4 + (int)reader.BaseStream.Position)));
    }

    // Some file systems do not tell capitals apart, and two accounts may differ in nothing else.
    private string PathOf(string stream)
    {
        var name = Uri.EscapeDataString(stream).Select(c => char.IsAsciiLetterUpper(c) ? $"^{char.ToLowerInvariant(c)}" : $"{c}");
        return Path.Combine(folder.Snapshots, string.Concat(name) + ".snap");
    }
}
