using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using TradingOps.Silo.Storage.Embedded.Scratch;

namespace TradingOps.Silo.Storage.Embedded.Checkpoints;

/// <summary>
/// What the index held in memory at an end of the journal, and the files that hold the rest. The file of it: letters and format,
/// id of the store, the end, the files, the content, and the XxHash3 of all that. The content is as the classes of the index
/// write it: a change of one of them, or of <see cref="Grains.Orders.OrderState"/>, counts the format up.
/// </summary>
/// <param name="End">The end of the journal.</param>
/// <param name="Fixed">The file whose entries never change; null without one.</param>
/// <param name="Changed">The file whose entries are written over; null without one.</param>
/// <param name="Content">What was in memory.</param>
internal sealed record IndexCheckpoint(JournalEnd End, KeptFile? Fixed, KeptFile? Changed, ArraySegment<byte> Content)
{
    /// <summary>The only format that this version writes and reads.</summary>
    public const int Newest = 3;

    private const int HeaderLength = StoreFormat.MagicLength + JournalEnd.Bytes;

    private static ReadOnlySpan<byte> Letters => "TOPSIDX"u8;

    /// <summary>
    /// Reads a checkpoint. <see cref="InvalidDataException"/> if it is damaged or of an earlier format,
    /// <see cref="DataFolderException"/> if a newer version or another store wrote it.
    /// </summary>
    public static IndexCheckpoint Read(string path, byte[] bytes, Guid store)
    {
        var span = bytes.AsSpan();
        if (bytes.Length < HeaderLength + sizeof(ulong) || StoreFormat.Read(span, Letters) is not { } format
            || XxHash3.HashToUInt64(span[..^sizeof(ulong)]) != BinaryPrimitives.ReadUInt64LittleEndian(span[^sizeof(ulong)..]))
            throw new InvalidDataException($"{path} is damaged");
        if (format > Newest) throw new DataFolderException(StoreFormat.DescribeNewer(path, format, Newest));
        if (format < Newest) throw new InvalidDataException($"it has format {format}, this version reads {Newest}");
        if (JournalEnd.Read(path, span[StoreFormat.MagicLength..]) is not { } end)
            throw new InvalidDataException($"{path} names no end of the journal");
        if (end.Store != store) throw new DataFolderException(StoreFormat.DescribeForeign(path, end.Store, store));
        var stream = new MemoryStream(bytes, HeaderLength, bytes.Length - HeaderLength - sizeof(ulong), writable: false);
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        var (fixedFile, changedFile) = (ReadFile(reader), ReadFile(reader));
        var read = (int)stream.Position;
        return new(end, fixedFile, changedFile, new(bytes, HeaderLength + read, (int)stream.Length - read));
    }

    /// <summary>The bytes of the file.</summary>
    public byte[] Encode()
    {
        using var buffer = new MemoryStream(Content.Count + 512);
        using var writer = new BinaryWriter(buffer, Encoding.UTF8);
        writer.Write(new byte[HeaderLength]);
        Write(writer, Fixed);
        Write(writer, Changed);
        writer.Write(Content);
        writer.Write(0UL);
        var bytes = buffer.ToArray();
        StoreFormat.Write(bytes, Letters, Newest);
        End.Write(bytes.AsSpan(StoreFormat.MagicLength));
        BinaryPrimitives.WriteUInt64LittleEndian(
            bytes.AsSpan(^sizeof(ulong)..), XxHash3.HashToUInt64(bytes.AsSpan(..^sizeof(ulong))));
        return bytes;
    }

    private static KeptFile? ReadFile(BinaryReader reader) => reader.ReadBoolean() ? KeptFile.ReadFrom(reader) : null;

    private static void Write(BinaryWriter writer, KeptFile? file)
    {
        writer.Write(file is not null);
        file?.WriteTo(writer);
    }
}
