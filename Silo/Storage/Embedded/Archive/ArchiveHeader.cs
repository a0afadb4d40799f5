using System.Buffers.Binary;

namespace TradingOps.Silo.Storage.Embedded.Archive;

/// <summary>
/// The first bytes of an archive file. They are a gzip member without content, whose extra field says what the file is and where
/// its blocks are, so <c>zcat</c> unpacks the file and passes this over.
/// </summary>
/// <param name="Store">The store that the segment belongs to.</param>
/// <param name="Number">Number of the segment.</param>
/// <param name="Length">Its length in bytes, unpacked.</param>
/// <param name="Sha256">The hash of the unpacked content, in hexadecimal.</param>
/// <param name="Blocks">Bytes of each packed block, in order.</param>
internal sealed record ArchiveHeader(Guid Store, int Number, long Length, string Sha256, IReadOnlyList<int> Blocks)
{
    /// <summary>Bytes of a block, unpacked.</summary>
    public const int BlockLength = 128 * 1024;

    private const int Newest = 1;

    // Gzip: its two letters, deflate, an extra field, no time, no flags, an unknown system; then the field's length and name.
    private const int FieldAt = 16;
    private const int BlocksAt = StoreFormat.MagicLength + 16 + sizeof(int) + sizeof(long) + 32;

    private static ReadOnlySpan<byte> Start => [0x1F, 0x8B, 8, 4, 0, 0, 0, 0, 0, 255];

    // An empty block of deflate, and the CRC-32 and the length of nothing.
    private static ReadOnlySpan<byte> End => [3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private static ReadOnlySpan<byte> Letters => "TOPSARC"u8;

    /// <summary>How many blocks a segment of a length has.</summary>
    public static int CountOf(long length) => (int)((length + BlockLength - 1) / BlockLength);

    /// <summary>Bytes of the header of a segment of a length. <see cref="IOException"/> if that has too many blocks.</summary>
    public static int SizeOf(long length) => FieldAt + FieldLength(CountOf(length)) + End.Length;

    /// <summary>
    /// Reads the header of a file; <see cref="InvalidDataException"/> if there is no sound one.
    /// <see cref="DataFolderException"/> if its format is newer.
    /// </summary>
    public static ArchiveHeader Read(string path, ReadOnlySpan<byte> content)
    {
        if (content.Length < FieldAt || !content.StartsWith(Start)) throw new InvalidDataException("it is not an archive file");
        var size = BinaryPrimitives.ReadUInt16LittleEndian(content[14..]);
        if (content.Length < FieldAt + size) throw new InvalidDataException("its header is cut off");
        var field = content.Slice(FieldAt, size);
        if (StoreFormat.Read(field, Letters) is not { } format || size < BlocksAt + sizeof(uint) || !StoreFormat.HasSum(field))
            throw new InvalidDataException("its header fails its check");
        if (format > Newest) throw new DataFolderException(StoreFormat.DescribeNewer(path, format, Newest));
        var blocks = new int[(size - BlocksAt - sizeof(uint)) / sizeof(int)];
        for (var i = 0; i < blocks.Length; i++)
            blocks[i] = BinaryPrimitives.ReadInt32LittleEndian(field[(BlocksAt + i * sizeof(int))..]);
        var header = new ArchiveHeader(new(field.Slice(8, 16)), BinaryPrimitives.ReadInt32LittleEndian(field[24..]),
            BinaryPrimitives.ReadInt64LittleEndian(field[28..]), Convert.ToHexStringLower(field.Slice(36, 32)), blocks);
        return blocks.Length == CountOf(header.Length) ? header : throw new InvalidDataException("its blocks are not all there");
    }

    /// <summary>The bytes of the header.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[SizeOf(Length)];
        var length = FieldLength(Blocks.Count);
        Start.CopyTo(bytes);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(10), (ushort)(length + 4));
        "TO"u8.CopyTo(bytes.AsSpan(12));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(14), (ushort)length);
        var field = bytes.AsSpan(FieldAt, length);
        StoreFormat.Write(field, Letters, Newest);
        Store.TryWriteBytes(field[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(field[24..], Number);
        BinaryPrimitives.WriteInt64LittleEndian(field[28..], Length);
        Convert.FromHexString(Sha256).CopyTo(field[36..]);
        for (var i = 0; i < Blocks.Count; i++)
            BinaryPrimitives.WriteInt32LittleEndian(field[(BlocksAt + i * sizeof(int))..], Blocks[i]);
        StoreFormat.WriteSum(field);
        End.CopyTo(bytes.AsSpan(FieldAt + length));
        return bytes;
    }

    private static int FieldLength(int blocks) =>
        BlocksAt + blocks * sizeof(int) + sizeof(uint) is var length && length <= ushort.MaxValue - 4
            ? length
            : throw new IOException($"a segment of {blocks} blocks of {BlockLength} bytes is too large for an archive file");
}
