using System.IO.Hashing;
using Microsoft.Win32.SafeHandles;
using TradingOps.Grains.Journaling;

namespace TradingOps.Silo.Storage.Embedded.Scratch;

/// <summary>
/// A file of the index. Without a name it is gone with this process however that ends, and nothing of it is synced. One that is
/// kept has a name, so that a checkpoint can name it. Written by one thread, read by many.
/// </summary>
internal sealed class ScratchFile : IDisposable
{
    private const string Prefix = "scratch-";
    // A multiple of what is read as one.
    private const int ReadAtOnce = 128 * 512 * 12;

    private readonly Lock _gate = new();
    private readonly SafeFileHandle _handle;
    private readonly string _name;
    private readonly XxHash3 _sum = new();
    private long _length;

    /// <summary>
    /// Makes one in a folder. <see cref="IOException"/>, <see cref="UnauthorizedAccessException"/> if it cannot be.
    /// </summary>
    /// <param name="folder">Where.</param>
    /// <param name="isKept">Whether it has a name.</param>
    public ScratchFile(string folder, bool isKept = false)
    {
        _name = $"{Prefix}{Guid.NewGuid():n}";
        var path = Path.Combine(folder, _name);
        _handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        if (isKept) return;
        try
        {
            File.Delete(path);
        }
        catch
        {
            _handle.Dispose();
            throw;
        }
    }

    private ScratchFile(string name, SafeFileHandle handle) => (_name, _handle) = (name, handle);

    /// <summary>How it is now, for a checkpoint.</summary>
    public KeptFile Kept
    {
        get
        {
            lock (_gate) return new(_name, _length, _sum.GetCurrentHashAsUInt64());
        }
    }

    /// <summary>
    /// Opens a file that a checkpoint names, as it was then. <see cref="InvalidDataException"/> if it is not there or not what
    /// it was.
    /// </summary>
    /// <param name="folder">Where.</param>
    /// <param name="kept">What the checkpoint says.</param>
    /// <param name="isWrittenOver">Whether its sum says nothing.</param>
    /// <param name="read">Shown the content as it is summed, part by part; of no use if this throws.</param>
    public static ScratchFile Open(
        string folder, KeptFile kept, bool isWrittenOver = false, Action<ReadOnlySpan<byte>>? read = null)
    {
        var path = Path.Combine(folder, kept.Name);
        if (!IsName(kept.Name) || !File.Exists(path)) throw new InvalidDataException($"{path} is missing");
        var file = new ScratchFile(kept.Name, File.OpenHandle(
            path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete));
        try
        {
            file.Restore(path, kept, isWrittenOver, read);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Whether a file is called as these are.</summary>
    public static bool IsName(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Deletes the files of a folder that are not among these.</summary>
    public static void DeleteOthers(string folder, HashSet<string> kept)
    {
        foreach (var path in Directory.GetFiles(folder, Prefix + "*"))
            if (!kept.Contains(Path.GetFileName(path)))
                File.Delete(path);
    }

    /// <summary>Appends bytes and returns where they begin. <see cref="IOException"/>: they are not there.</summary>
    public long Append(ReadOnlySpan<byte> bytes)
    {
        var at = _length;
        RandomAccess.Write(_handle, bytes, at);
        lock (_gate)
        {
            _sum.Append(bytes);
            _length += bytes.Length;
        }
        return at;
    }

    /// <summary>Writes over what was appended. <see cref="IOException"/>: what is there now is not known.</summary>
    public void Write(long offset, ReadOnlySpan<byte> bytes) => RandomAccess.Write(_handle, bytes, offset);

    /// <summary>Makes durable what was written.</summary>
    public void Sync() => RandomAccess.FlushToDisk(_handle);

    /// <summary>
    /// Reads from an offset on and returns how much there was. <see cref="JournalException"/> if it cannot be read.
    /// </summary>
    public int ReadUpTo(long offset, Span<byte> destination)
    {
        try
        {
            return _handle.ReadUpTo(offset, destination);
        }
        catch (IOException e)
        {
            throw new JournalException($"the index cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads what was appended. <see cref="JournalException"/> if it cannot be read.</summary>
    public void Read(long offset, Span<byte> destination)
    {
        if (ReadUpTo(offset, destination) < destination.Length)
            throw new JournalException($"the index ends within {destination.Length} bytes from {offset} on");
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private void Restore(string path, in KeptFile kept, bool isWrittenOver, Action<ReadOnlySpan<byte>>? read)
    {
        if (RandomAccess.GetLength(_handle) < kept.Length)
            throw new InvalidDataException($"{path} is shorter than {kept.Length} bytes");
        _length = kept.Length;
        if (isWrittenOver) return;
        var buffer = new byte[ReadAtOnce];
        for (var offset = 0L; offset < kept.Length;)
        {
            var part = buffer.AsSpan(0, (int)Math.Min(buffer.Length, kept.Length - offset));
            Read(offset, part);
            _sum.Append(part);
            read?.Invoke(part);
            offset += part.Length;
        }
        if (_sum.GetCurrentHashAsUInt64() != kept.Sum) throw new InvalidDataException($"{path} fails its check");
    }
}
