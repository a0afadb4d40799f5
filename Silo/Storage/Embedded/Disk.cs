using Microsoft.Win32.SafeHandles;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>How the journal's files are written. A test takes a disk that breaks.</summary>
internal class Disk
{
    /// <summary>EIO, as .NET hands it on.</summary>
    protected const int InputOutputError = 5;

    /// <summary>The disk of this machine.</summary>
    public static Disk Real { get; } = new();

    /// <summary>
    /// Whether the disk failed, and not only the room on it: what the system has of the file in memory may differ from what is on
    /// the disk, and a later sync may succeed without it.
    /// </summary>
    public static bool IsBroken(Exception e) => e is IOException { HResult: InputOutputError };

    /// <summary>Writes bytes at an offset.</summary>
    public virtual void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset) =>
        RandomAccess.Write(file, bytes, offset);

    /// <summary>Returns when what was written is durable.</summary>
    public virtual void Sync(SafeFileHandle file) => RandomAccess.FlushToDisk(file);
}
