using System.Buffers.Binary;
using System.IO.Hashing;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>
/// What the binary files of the store share: seven letters that name the kind of the file, and a digit that is its format.
/// </summary>
internal static class StoreFormat
{
    /// <summary>Bytes of the letters and the digit.</summary>
    public const int MagicLength = 8;

    /// <summary>The format that a file names, or null if it does not begin with these letters and a digit.</summary>
    public static int? Read(ReadOnlySpan<byte> content, ReadOnlySpan<byte> letters) =>
        content.Length >= MagicLength && content.StartsWith(letters) && char.IsAsciiDigit((char)content[MagicLength - 1])
            ? content[MagicLength - 1] - '0'
            : null;

    /// <summary>Writes letters and format to the start of a file's content.</summary>
    public static void Write(Span<byte> content, ReadOnlySpan<byte> letters, int format)
    {
        letters.CopyTo(content);
        content[MagicLength - 1] = (byte)('0' + format);
    }

    /// <summary>Writes the CRC-32 of all bytes before the last four into those.</summary>
    public static void WriteSum(Span<byte> block) =>
        BinaryPrimitives.WriteUInt32LittleEndian(block[^sizeof(uint)..], Crc32.HashToUInt32(block[..^sizeof(uint)]));

    /// <summary>Whether the last four bytes are what <see cref="WriteSum"/> writes.</summary>
    public static bool HasSum(ReadOnlySpan<byte> block) =>
        Crc32.HashToUInt32(block[..^sizeof(uint)]) == BinaryPrimitives.ReadUInt32LittleEndian(block[^sizeof(uint)..]);

    /// <summary>The refusal of a file that a newer version wrote.</summary>
    public static string DescribeNewer(string path, int format, int known) =>
        $"{path} was written by a newer version of TradingOps: it has format {format}, this version reads up to {known}; "
        + "nothing was changed";

    /// <summary>The refusal of a file that belongs to another store.</summary>
    public static string DescribeForeign(string path, Guid owner, Guid store) =>
        $"{path} belongs to another store: its id is {owner:n}, this store is {store:n}; move it out of the data folder; "
        + "nothing was changed";
}
