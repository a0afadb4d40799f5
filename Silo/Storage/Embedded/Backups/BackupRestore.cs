using TradingOps.Silo.Storage.Embedded.Archive;

namespace TradingOps.Silo.Storage.Embedded.Backups;

/// <summary>
/// Makes a data folder of a backup. The file of the journal's end is written last: until then no silo takes the folder.
/// </summary>
internal sealed class BackupRestore
{
    private readonly BackupFolder _source;
    private readonly BackupManifest _manifest;
    private readonly DataFolder _folder;

    private BackupRestore(BackupFolder source, BackupManifest manifest, DataFolder folder) =>
        (_source, _manifest, _folder) = (source, manifest, folder);

    /// <summary>
    /// Restores the newest backup, durably, and returns when it was begun and the end of the restored journal.
    /// <see cref="BackupException"/> if a file of the backup is not what was backed up, or if the target is not empty.
    /// </summary>
    /// <param name="from">The folder of the backups.</param>
    /// <param name="to">The new data folder.</param>
    /// <param name="point">Up to where.</param>
    public static (DateTimeOffset TakenAt, JournalEnd End) Restore(string from, string to, RestorePoint point)
    {
        var (source, target) = (new BackupFolder(from), Path.GetFullPath(to));
        if (source.Sets is not [.., var newest]) throw new BackupException($"there is no complete backup in {source.Path}");
        if (Directory.Exists(target)
            && Directory.EnumerateFileSystemEntries(target).Any(e => Path.GetFileName(e) != "lost+found"))
            throw new BackupException($"{target} is not empty; name an empty folder, or one that does not exist");
        try
        {
            var manifest = BackupManifest.Read(newest);
            using var folder = DataFolder.Open(target);
            return (manifest.TakenAt, new BackupRestore(source, manifest, folder).Restore(point));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"{newest} could not be restored to {target}: {e.Message}", e);
        }
    }

    private JournalEnd Restore(RestorePoint point)
    {
        // No silo takes a folder whose end is not sound.
        SyncedFile.Replace(_folder.JournalEnd, []);
        JournalEnd? stored = null;
        foreach (var file in _manifest.Files)
        {
            var target = file.Path == DataFolder.EndName ? _folder.JournalEnd + ".new" : Path.Combine(_folder.Path, file.Path);
            var (bytes, hash) = HashedCopy.Write(_source.Locate(file.Stored), target);
            if ((bytes, hash) != (file.Bytes, file.Sha256))
                throw new BackupException($"{_source.Locate(file.Stored)} is not what was backed up: it has {bytes} bytes and "
                    + $"hash {hash}, the manifest says {file.Bytes} and {file.Sha256}; restore another backup");
            if (file.Path == DataFolder.EndName) stored = JournalEndFile.Read(target);
        }
        if (stored is not { } end) throw new BackupException($"the manifest of {_source.Path} lacks {DataFolder.EndName}");
        if (point != RestorePoint.End) end = Cut(end, point);
        SyncedFile.Replace(_folder.JournalEnd, JournalEndFile.Encode(end));
        return end;
    }

    private JournalEnd Cut(JournalEnd end, RestorePoint point) =>
        new JournalCut(_folder, SegmentArchive.Open(_folder.Path, archive: null, end.Store)).Cut(new(end.Store, end), point);
}
