using System.Globalization;
using Microsoft.Win32.SafeHandles;
using TradingOps.Silo.Storage.Embedded.Archive;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>
/// One append-only file of the journal, or what the archive has of it. Only the one that is written to is held open: there are
/// more of them every day.
/// </summary>
internal sealed class Segment : IDisposable
{
    private const string Extension = ".seg";
    private const int Digits = 8;

    private readonly Disk _disk;

    // Null in a segment that is only read.
    private readonly SafeFileHandle? _handle;

    // Null in a segment that is not archived.
    private readonly ArchiveFile? _archived;

    private Segment(Disk disk, int number, string path, SafeFileHandle? handle, long length, ArchiveFile? archived = null)
    {
        _disk = disk;
        _archived = archived;
        Number = number;
        Path = path;
        _handle = handle;
        Length = length;
    }

    /// <summary>1, 2, 3, ...</summary>
    public int Number { get; }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Durable length in bytes, unpacked.</summary>
    public long Length { get; private set; }

    /// <summary>Whether it is packed in the archive, and no longer in the journal's folder.</summary>
    public bool IsArchived => _archived is not null;

    /// <summary>Bytes of its file.</summary>
    public long Bytes => _archived?.Segment.Packed ?? Length;

    /// <summary>When its file was written to last.</summary>
    public DateTimeOffset WrittenAt => new(File.GetLastWriteTimeUtc(Path), TimeSpan.Zero);

    private SafeFileHandle Written => _handle ?? throw new InvalidOperationException($"{Path} is only read");

    /// <summary>Creates a new segment, durable when this returns.</summary>
    public static Segment Create(string folder, in SegmentHeader header, Disk disk)
    {
        var path = System.IO.Path.Combine(folder, NameOf(header.Number));
        var handle = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            WriteHeader(disk, handle, header);
            SyncedFile.SyncFolder(folder);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
        return new(disk, header.Number, path, handle, SegmentHeader.NewestLength);
    }

    /// <summary>The file name of a segment.</summary>
    public static string NameOf(int number) => number.ToString($"d{Digits}", CultureInfo.InvariantCulture) + Extension;

    /// <summary>Opens an existing segment to be written to, or only to be read.</summary>
    public static Segment Open(string path, bool isWritten, Disk? disk = null)
    {
        var number = NumberOf(path);
        disk ??= Disk.Real;
        if (!isWritten) return new(disk, number, path, null, new FileInfo(path).Length);
        var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        return new(disk, number, path, handle, RandomAccess.GetLength(handle));
    }

    /// <summary>Opens a segment that is archived, to be read.</summary>
    public static Segment OpenArchived(ArchiveFile file) =>
        new(Disk.Real, file.Segment.Number, file.Path, null, file.Segment.Length, file);

    /// <summary>The number in the name of a segment's file.</summary>
    public static int NumberOf(string path) =>
        int.Parse(System.IO.Path.GetFileNameWithoutExtension(path), CultureInfo.InvariantCulture);

    /// <summary>
    /// The existing segments of a folder, in order. <see cref="DataFolderException"/> for anything in it that is not a segment;
    /// names that begin with a dot are passed over.
    /// </summary>
    public static IReadOnlyList<string> List(string folder)
    {
        var segments = new List<string>();
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            if (entry is FileInfo && IsName(entry.Name)) segments.Add(entry.FullName);
            else if (!entry.Name.StartsWith('.') && entry.Name != "lost+found")
                throw new DataFolderException($"{entry.FullName} is not a segment: segments are files named 00000001.seg, "
                    + "00000002.seg and so on; move it out of the data folder; nothing was changed");
        }
        segments.Sort(StringComparer.Ordinal);
        return segments;
    }

    /// <summary>The whole content.</summary>
    public byte[] ReadAll()
    {
        var content = new byte[Length];
        ReadAt(0, content);
        return content;
    }

    /// <summary>Reads as much as there is from an offset on, and returns how much that was.</summary>
    public int ReadAt(long offset, Span<byte> destination)
    {
        if (_archived is not null) return _archived.ReadAt(offset, destination);
        using var handle = File.OpenHandle(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return handle.ReadUpTo(offset, destination);
    }

    /// <summary>
    /// Appends bytes and returns when they are durable. <see cref="IOException"/>: <see cref="CutTo"/> the old length.
    /// </summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        _disk.Write(Written, bytes, Length);
        _disk.Sync(Written);
        Length += bytes.Length;
    }

    /// <summary>Cuts off what is beyond a length, durably.</summary>
    public void CutTo(long length)
    {
        RandomAccess.SetLength(Written, length);
        _disk.Sync(Written);
        Length = length;
    }

    /// <summary>Makes durable what another process may have written without a sync.</summary>
    public void Sync() => _disk.Sync(Written);

    /// <summary>
    /// Durably writes again what is there from an offset on: after a sync that failed, the system may have it in memory, and take
    /// it for written.
    /// </summary>
    public void WriteAgain(long offset)
    {
        var content = new byte[Length - offset];
        ReadAt(offset, content);
        _disk.Write(Written, content, offset);
        Sync();
    }

    /// <summary>Writes the header of a segment that crashed at its birth.</summary>
    public void WriteHeaderAgain(in SegmentHeader header)
    {
        RandomAccess.SetLength(Written, 0);
        WriteHeader(_disk, Written, header);
        Length = SegmentHeader.NewestLength;
    }

    /// <summary>Ends the writing; the segment is still read.</summary>
    public void Dispose() => _handle?.Dispose();

    private static bool IsName(string name) => name.Length == Digits + Extension.Length
        && name.EndsWith(Extension, StringComparison.Ordinal) && name.AsSpan(0, Digits).IndexOfAnyExceptInRange('0', '9') < 0;

    private static void WriteHeader(Disk disk, SafeFileHandle handle, in SegmentHeader header)
    {
        disk.Write(handle, header.ToBytes(), 0);
        disk.Sync(handle);
    }
}
