using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>
/// The bytes of one record in a segment: a mark, the length of the body, a CRC-32 over all that follows, the number of the
/// batch that it was written with, how many frames of that batch follow, and the body (stream name, sequence, payload).
/// Little-endian.
/// </summary>
internal static class Frame
{
    /// <summary>Bytes before the body.</summary>
    public const int HeaderLength = 4 + 4 + 4 + 8 + 4;

    /// <summary>Longest body.</summary>
    public const int MaxBodyLength = 64 * 1024 * 1024;

    private const uint Mark = 0x4A52544F; // "OTRJ" in the file

    /// <summary>Appends the frame of a record.</summary>
    public static void Write(
        MemoryStream buffer, long batch, int following, string stream, long sequence, ReadOnlySpan<byte> payload)
    {
        var start = (int)buffer.Position;
        Span<byte> header = stackalloc byte[HeaderLength];
        buffer.Write(header);
        using (var writer = new BinaryWriter(buffer, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(stream);
            writer.Write7BitEncodedInt64(sequence);
            writer.Write(payload);
        }
        var end = (int)buffer.Position;
        var frame = buffer.GetBuffer().AsSpan(start, end - start);
        BinaryPrimitives.WriteUInt32LittleEndian(frame, Mark);
        BinaryPrimitives.WriteInt32LittleEndian(frame[4..], frame.Length - HeaderLength);
        BinaryPrimitives.WriteInt64LittleEndian(frame[12..], batch);
        BinaryPrimitives.WriteInt32LittleEndian(frame[20..], following);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[8..], Crc32.HashToUInt32(frame[12..]));
    }

    /// <summary>
    /// Reads the frame that begins at the start of <paramref name="bytes"/>; false if there is no whole and sound one.
    /// </summary>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, out FrameContent content)
    {
        content = default;
        var span = bytes.Span;
        if (span.Length < HeaderLength || BinaryPrimitives.ReadUInt32LittleEndian(span) != Mark) return false;
        var length = BinaryPrimitives.ReadInt32LittleEndian(span[4..]);
        if (length is < 2 or > MaxBodyLength || span.Length < HeaderLength + length) return false;
        var covered = span[12..(HeaderLength + length)];
        if (Crc32.HashToUInt32(covered) != BinaryPrimitives.ReadUInt32LittleEndian(span[8..])) return false;
        content = Parse(covered, bytes.Slice(HeaderLength, length));
        return true;
    }

    /// <summary>The sum of a frame and of all frames before it, whose sum is given: 0 before the first.</summary>
    public static ulong SumOf(ulong before, ReadOnlySpan<byte> frame) => XxHash3.HashToUInt64(frame, (long)before);

    /// <summary>Position of the next sound frame at or after <paramref name="from"/>, or -1.</summary>
    public static int FindNext(ReadOnlyMemory<byte> bytes, int from, out FrameContent content)
    {
        Span<byte> mark = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(mark, Mark);
        for (var at = from; at < bytes.Length; at++)
        {
            var step = bytes.Span[at..].IndexOf(mark);
            if (step < 0) break;
            at += step;
            if (TryRead(bytes[at..], out content)) return at;
        }
        content = default;
        return -1;
    }

    private static FrameContent Parse(ReadOnlySpan<byte> covered, ReadOnlyMemory<byte> body)
    {
        var batch = BinaryPrimitives.ReadInt64LittleEndian(covered);
        var following = BinaryPrimitives.ReadInt32LittleEndian(covered[8..]);
        var span = body.Span;
        var at = 0;
        var nameLength = (int)ReadVariable(span, ref at);
        var stream = Encoding.UTF8.GetString(span.Slice(at, nameLength));
        at += nameLength;
        var sequence = ReadVariable(span, ref at);
        return new(batch, following, stream, sequence, body[at..], HeaderLength + body.Length);
    }

    private static long ReadVariable(ReadOnlySpan<byte> span, ref int at)
    {
        long value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var b = span[at++];
            value |= (long)(b & 0x7F) << shift;
            if ((b & 0x80) == 0) return value;
        }
    }
}
