using TradingOps.Silo.Storage.Embedded.Scratch;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>The folder of the embedded store, held by one process at a time.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FolderLock _folder;
    private readonly FileStream _file;

    private DataFolder(string path, FolderLock folder, FileStream file)
    {
        (Path, _folder, _file) = (path, folder, file);
        Segments = Directory.CreateDirectory(System.IO.Path.Combine(path, "journal")).FullName;
        Snapshots = Directory.CreateDirectory(System.IO.Path.Combine(path, "snapshots")).FullName;
    }

    /// <summary>The folder itself.</summary>
    public string Path { get; }

    /// <summary>Where the journal's segments are.</summary>
    public string Segments { get; }

    /// <summary>Where the snapshots are.</summary>
    public string Snapshots { get; }

    /// <summary>Creates the folder if need be and takes it. <see cref="DataFolderException"/> if it cannot be had.</summary>
    public static DataFolder Open(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        var file = System.IO.Path.Combine(path, "lock");
        try
        {
            return Take(path, file);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new DataFolderException($"data folder {path} (Storage:Path) cannot be written: {e.Message}", e);
        }
        catch (IOException e) when (File.Exists(file) && IsSharingViolation(e))
        {
            throw new DataFolderException($"data folder {path} (Storage:Path) is in use by another process", e);
        }
        catch (IOException e)
        {
            throw new DataFolderException($"data folder {path} (Storage:Path) cannot be used: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        _folder.Dispose();
    }

    private static DataFolder Take(string path, string file)
    {
        Directory.CreateDirectory(path);
        var held = FolderLock.TryTake(path)
            ?? throw new DataFolderException($"data folder {path} (Storage:Path) is in use by another process");
        FileStream? locked = null;
        try
        {
            // Silos of earlier versions hold this file only; Windows can hold nothing else.
            locked = new(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            var folder = new DataFolder(path, held, locked);
            ScratchFile.DeleteLeft(path);
            // The names of the folders must survive a power failure as their contents do.
            SyncedFile.SyncFolder(path);
            if (System.IO.Path.GetDirectoryName(path) is { } parent) SyncedFile.SyncFolder(parent);
            return folder;
        }
        catch
        {
            locked?.Dispose();
            held.Dispose();
            throw;
        }
    }

    // .NET reports a lock held elsewhere as an IOException whose HResult is EWOULDBLOCK (11; 35 on macOS) or a Windows sharing
    // violation.
    private static bool IsSharingViolation(IOException e) => (e.HResult & 0xFFFF) is 11 or 35 or 32 or 33;
}
