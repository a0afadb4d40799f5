using Microsoft.Win32.SafeHandles;
using TradingOps.Grains.Journaling;

namespace TradingOps.Silo.Storage.Embedded.Scratch;

/// <summary>
/// A file for what is of no use to the next process. It has no name, so it is gone with this one however that ends, and nothing
/// of it is synced. Written by one thread, read by many.
/// </summary>
internal sealed class ScratchFile : IDisposable
{
    private const string Prefix = "scratch-";

    private readonly SafeFileHandle _handle;
    private long _length;

    /// <summary>
    /// Makes one in a folder. <see cref="IOException"/>, <see cref="UnauthorizedAccessException"/> if it cannot be.
    /// </summary>
    public ScratchFile(string folder)
    {
        var path = Path.Combine(folder, $"{Prefix}{Guid.NewGuid():n}");
        _handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
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

    /// <summary>Whether a file is called as these are.</summary>
    public static bool IsName(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Deletes what a process left that ended between making a file and taking its name.</summary>
    public static void DeleteLeft(string folder)
    {
        foreach (var path in Directory.GetFiles(folder, Prefix + "*")) File.Delete(path);
    }

    /// <summary>Appends bytes and returns where they begin. <see cref="IOException"/>: they are not there.</summary>
    public long Append(ReadOnlySpan<byte> bytes)
    {
        var at = _length;
        RandomAccess.Write(_handle, bytes, at);
        _length += bytes.Length;
        return at;
    }

    /// <summary>Writes over what was appended. <see cref="IOException"/>: what is there now is not known.</summary>
    public void Write(long offset, ReadOnlySpan<byte> bytes) => RandomAccess.Write(_handle, bytes, offset);

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
}
