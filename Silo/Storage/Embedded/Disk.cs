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

    /// <summary>Gives a file another name, in place of a file that has it; durable when the folder is synced.</summary>
    public virtual void Rename(string from, string to) => File.Move(from, to, overwrite: true);

    /// <summary>Removes a file; durable when the folder is synced.</summary>
    public virtual void Delete(string path) => File.Delete(path);

    /// <summary>Returns when the names in a folder are durable.</summary>
    public virtual void SyncFolder(string folder) => SyncedFile.SyncFolder(folder);
}
