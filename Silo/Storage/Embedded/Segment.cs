using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>One append-only file of the journal.</summary>
internal sealed class Segment : IDisposable
{
    /// <summary>Bytes before the first frame: a magic number with the format's version, and the segment's number.</summary>
    public const int HeaderLength = 16;

    private static readonly byte[] Magic = "TOPSJRN1"u8.ToArray();

    private readonly SafeFileHandle _handle;

    private Segment(int number, string path, SafeFileHandle handle, long length)
    {
        Number = number;
        Path = path;
        _handle = handle;
        Length = length;
    }

    /// <summary>1, 2, 3, ...</summary>
    public int Number { get; }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Durable length in bytes.</summary>
    public long Length { get; private set; }

    /// <summary>Creates a new segment, durable when this returns.</summary>
    public static Segment Create(string folder, int number)
    {
        var path = System.IO.Path.Combine(folder, number.ToString("d8", CultureInfo.InvariantCulture) + ".seg");
        var handle = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            WriteHeader(handle, number);
            SyncedFile.SyncFolder(folder);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
        return new(number, path, handle, HeaderLength);
    }

    /// <summary>Opens an existing segment.</summary>
    public static Segment Open(string path)
    {
        var number = int.Parse(System.IO.Path.GetFileNameWithoutExtension(path), CultureInfo.InvariantCulture);
        var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        return new(number, path, handle, RandomAccess.GetLength(handle));
    }

    /// <summary>The existing segments of a folder, in order.</summary>
    public static IEnumerable<string> List(string folder) =>
        Directory.EnumerateFiles(folder, "*.seg").Order(StringComparer.Ordinal);

    /// <summary>Whether the file begins as a segment of this number and version does.</summary>
    public bool HasHeader(ReadOnlySpan<byte> content) => content.Length >= HeaderLength && content.StartsWith(Magic)
        && BinaryPrimitives.ReadInt64LittleEndian(content[8..]) == Number;

    /// <summary>The whole content.</summary>
    public byte[] ReadAll()
    {
        var content = new byte[Length];
        ReadAt(0, content);
        return content;
    }

    /// <summary>Reads as much as there is from an offset on, and returns how much that was.</summary>
    public int ReadAt(long offset, Span<byte> destination) => _handle.ReadUpTo(offset, destination);

    /// <summary>
    /// Appends bytes and returns when they are durable. <see cref="IOException"/>: <see cref="CutTo"/> the old length.
    /// </summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(_handle, bytes, Length);
        RandomAccess.FlushToDisk(_handle);
        Length += bytes.Length;
    }

    /// <summary>Cuts off what is beyond a length, durably.</summary>
    public void CutTo(long length)
    {
        RandomAccess.SetLength(_handle, length);
        RandomAccess.FlushToDisk(_handle);
        Length = length;
    }

    /// <summary>Writes the header of a segment that crashed at its birth.</summary>
    public void WriteHeaderAgain()
    {
        RandomAccess.SetLength(_handle, 0);
        WriteHeader(_handle, Number);
        Length = HeaderLength;
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private static void WriteHeader(SafeFileHandle handle, int number)
    {
        var header = new byte[HeaderLength];
        Magic.CopyTo(header, 0);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(8), number);
        RandomAccess.Write(handle, header, 0);
        RandomAccess.FlushToDisk(handle);
    }
}
