using System.Buffers.Binary;
using System.IO.Hashing;
using TradingOps.Grains.Journaling;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>
/// The snapshots, a file a stream: CRC-32, sequence, state. They only save time: a damaged one is passed over, for the journal
/// holds everything.
/// </summary>
internal sealed class SnapshotFolder(DataFolder folder, ILogger logger)
{
    private const int HeaderLength = 4 + 8;

    /// <summary>The snapshot of a stream that has records up to <paramref name="lastSequence"/>, or null.</summary>
    public JournalSnapshot? Load(string stream, long lastSequence)
    {
        var path = PathOf(stream);
        byte[] content;
        try
        {
            content = File.ReadAllBytes(path);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (IOException e)
        {
            throw new JournalException($"snapshot {path} cannot be read: {e.Message}", e);
        }
        if (content.Length < HeaderLength
            || Crc32.HashToUInt32(content.AsSpan(4)) != BinaryPrimitives.ReadUInt32LittleEndian(content)
            || BinaryPrimitives.ReadInt64LittleEndian(content.AsSpan(4)) > lastSequence)
        {
            Log.SnapshotIgnored(logger, path);
            return null;
        }
        return new(BinaryPrimitives.ReadInt64LittleEndian(content.AsSpan(4)), content.AsMemory(HeaderLength));
    }

    /// <summary>Keeps a snapshot in place of the older one.</summary>
    public void Save(string stream, long sequence, ReadOnlySpan<byte> state)
    {
        var content = new byte[HeaderLength + state.Length];
        BinaryPrimitives.WriteInt64LittleEndian(content.AsSpan(4), sequence);
        state.CopyTo(content.AsSpan(HeaderLength));
        BinaryPrimitives.WriteUInt32LittleEndian(content, Crc32.HashToUInt32(content.AsSpan(4)));
        try
        {
            SyncedFile.Replace(PathOf(stream), content);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JournalException($"snapshot of {stream} cannot be kept: {e.Message}", e);
        }
    }

    private string PathOf(string stream) => Path.Combine(folder.Snapshots, Uri.EscapeDataString(stream) + ".snap");
}
