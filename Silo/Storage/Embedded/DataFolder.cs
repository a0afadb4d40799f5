using TradingOps.Silo.Storage.Embedded.Archive;
using TradingOps.Silo.Storage.Embedded.Scratch;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>The folder of the embedded store, held by one process at a time.</summary>
internal sealed class DataFolder : IDisposable
{
    /// <summary>Name of the folder of the segments.</summary>
    public const string JournalName = "journal";

    /// <summary>Name of the folder of the snapshots.</summary>
    public const string SnapshotsName = "snapshots";

    /// <summary>Name of the folder of the index and its checkpoint.</summary>
    public const string IndexName = "index";

    /// <summary>Name of the file of the journal's end.</summary>
    public const string EndName = "journal.end";

    /// <summary>Name of the file of the incidents.</summary>
    public const string IncidentsName = "incidents.jsonl";

    /// <summary>Name of the file that says how many steps of incidents were acknowledged.</summary>
    public const string IncidentEndName = "incidents.end";

    private const string LockName = "lock";

    // The scripts of the clone keep a database, Prometheus and certificates in folders beside the store.
    private static readonly string[] Known =
        [SnapshotsName, IndexName, LockName, IncidentsName, IncidentEndName, "lost+found", "postgres", "observe", "certificates"];

    private readonly FolderLock _folder;
    private readonly FileStream _file;

    private DataFolder(string path, FolderLock folder, FileStream file)
    {
        (Path, _folder, _file) = (path, folder, file);
        Segments = Directory.CreateDirectory(System.IO.Path.Combine(path, JournalName)).FullName;
        Snapshots = Directory.CreateDirectory(System.IO.Path.Combine(path, SnapshotsName)).FullName;
    }

    /// <summary>The folder itself.</summary>
    public string Path { get; }

    /// <summary>Where the journal's segments are.</summary>
    public string Segments { get; }

    /// <summary>Where the snapshots are.</summary>
    public string Snapshots { get; }

    /// <summary>The file that says how far the journal was acknowledged.</summary>
    public string JournalEnd => System.IO.Path.Combine(Path, EndName);

    /// <summary>The file with the steps of incidents.</summary>
    public string Incidents => System.IO.Path.Combine(Path, IncidentsName);

    /// <summary>The file that says how many steps were acknowledged.</summary>
    public string IncidentEnd => System.IO.Path.Combine(Path, IncidentEndName);

    /// <summary>
    /// Creates the folder if need be and takes it. <see cref="DataFolderException"/> if it cannot be taken, or if it holds what
    /// no store has written: then nothing in it is changed.
    /// </summary>
    public static DataFolder Open(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        var file = System.IO.Path.Combine(path, LockName);
        try
        {
            ThrowIfForeign(path);
            return Take(path, file);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new DataFolderException($"data folder {path} (Storage:Path) cannot be used: {e.Message}", e);
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
            ScratchFile.DeleteOthers(path, []);
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

    private static void ThrowIfForeign(string path)
    {
        if (File.Exists(path)) throw new DataFolderException($"data folder {path} (Storage:Path) is a file; it must be a folder");
        foreach (var name in new[] { LockName, EndName, IncidentsName, IncidentEndName })
            if (System.IO.Path.Combine(path, name) is var file && Directory.Exists(file))
                throw new DataFolderException($"{file} is a folder; it must be a file; nothing was changed");
        var journal = System.IO.Path.Combine(path, JournalName);
        if (Directory.Exists(journal)) _ = Segment.List(journal);
        if (!Directory.Exists(path) || Directory.Exists(journal) || File.Exists(System.IO.Path.Combine(path, EndName))) return;
        var archive = new DirectoryInfo(System.IO.Path.Combine(path, SegmentArchive.DefaultName));
        var foreign = new DirectoryInfo(path).EnumerateFileSystemInfos().Select(e => e.Name)
            .Where(n => !n.StartsWith('.') && !Known.Contains(n) && !ScratchFile.IsName(n))
            // The folder of another disk, where this store is to archive.
            .Where(n => n != archive.Name || archive.EnumerateFileSystemInfos().Any(e => e.Name != "lost+found"))
            .Order(StringComparer.Ordinal).Take(4).ToArray();
        if (foreign.Length > 0)
            throw new DataFolderException($"{path} (Storage:Path) is not a data folder: it has no {JournalName} and holds "
                + $"{string.Join(", ", foreign.Take(3))}{(foreign.Length > 3 ? ", ..." : "")}; "
                + "name an empty folder or a data folder; nothing was changed");
    }

    // .NET reports a lock held elsewhere as an IOException whose HResult is EWOULDBLOCK (11; 35 on macOS) or a Windows sharing
    // violation.
    private static bool IsSharingViolation(IOException e) => (e.HResult & 0xFFFF) is 11 or 35 or 32 or 33;
}
