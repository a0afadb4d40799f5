using System.Security.Cryptography;
using TradingOps.Grains.Journaling;
using TradingOps.Silo.Storage.Embedded.Archive;

namespace TradingOps.Silo.Storage.Embedded.Backups;

/// <summary>
/// Copies a data folder while a silo writes to it. What is acknowledged never changes in a segment, so a copy is consistent if
/// it is made in this order: snapshots and the end of the incidents, then the journal's end, then the segments up to that end.
/// Archived segments are in it as they were in the journal; those that the last backup has are not read again.
/// </summary>
internal sealed class BackupWriter
{
    private readonly string _data;
    private readonly string? _archivePath;
    private readonly BackupFolder _target;
    private readonly List<BackupFile> _files = [];
    private readonly Dictionary<string, BackupFile> _kept;
    private readonly BackupManifest? _last;
    private readonly string _set;
    private readonly DateTimeOffset _now;

    private SegmentArchive _archive = null!;

    private BackupWriter(string data, string? archive, BackupFolder target, DateTimeOffset now)
    {
        (_data, _archivePath, _target, _now) = (data, archive, target, now);
        _last = target.Sets is [.., var newest] ? BackupManifest.Read(newest) : null;
        _kept = _last?.Files.Where(f => File.Exists(target.Locate(f.Stored))).ToDictionary(f => f.Stored) ?? [];
        _set = target.CreateSet(now);
    }

    /// <summary>
    /// Makes a backup and returns what was made, durable. <see cref="BackupException"/> if it cannot be made.
    /// </summary>
    /// <param name="data">The data folder, of a silo that runs or not.</param>
    /// <param name="target">The folder of the backups. Closed segments that it has are not copied again.</param>
    /// <param name="now">The time, which names the backup.</param>
    /// <param name="archive">The folder of the archived segments; null if none is configured.</param>
    public static BackupResult Write(string data, string target, DateTimeOffset now, string? archive = null)
    {
        data = Path.TrimEndingDirectorySeparator(Path.GetFullPath(data));
        var folder = new BackupFolder(target);
        if ((folder.Path + Path.DirectorySeparatorChar).StartsWith(data + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new BackupException($"{folder.Path} is in the data folder {data}; name a folder elsewhere");
        try
        {
            Directory.CreateDirectory(folder.Path);
            using var held = FolderLock.TryTake(folder.Path)
                ?? throw new BackupException($"another backup into {folder.Path} is under way");
            folder.Prepare();
            return new BackupWriter(data, archive, folder, now).Write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JournalException)
        {
            throw new BackupException($"no backup of {data} could be made in {folder.Path}: {e.Message}", e);
        }
    }

    private BackupResult Write()
    {
        var snapshots = Path.Combine(_data, DataFolder.SnapshotsName);
        if (Directory.Exists(snapshots))
            foreach (var file in Directory.GetFiles(snapshots, "*.snap"))
                Copy(Path.Combine(DataFolder.SnapshotsName, Path.GetFileName(file)), InSet(Path.GetFileName(file)));
        foreach (var name in new[] { DataFolder.IncidentEndName, DataFolder.IncidentsName })
            if (File.Exists(Path.Combine(_data, name)))
                Copy(name, InSet(name));
        var endPath = Path.Combine(_data, DataFolder.EndName);
        var end = JournalEndFile.Read(endPath)
            ?? throw new BackupException(
                $"{_data} has no {DataFolder.EndName}: it is not a data folder, or no silo of this version has run on it");
        _archive = SegmentArchive.Open(_data, _archivePath, end.Store);
        if (_last is { } last && last.Store != end.Store)
            throw new BackupException($"{_target.Path} has backups of another store: {last.Store:n}, this one is {end.Store:n}");
        if (_last is not null && !Follows(_last, end))
            throw new BackupException($"{_data} does not have all that the last backup in {_target.Path} has: one of the two "
                + "went another way after a restore to an earlier point or an accepted loss; name another folder");
        for (var number = 1; number <= end.Segment; number++)
        {
            var current = number;
            Retry(end.Store, () => CopySegment(current, end));
        }
        var (content, stored) = (JournalEndFile.Encode(end), InSet(DataFolder.EndName));
        SyncedFile.Replace(_target.Locate(stored), content);
        _files.Add(new(DataFolder.EndName, stored, content.Length, Convert.ToHexStringLower(SHA256.HashData(content))));
        SyncedFile.SyncFolder(_target.Path);
        var manifest = new BackupManifest
        {
            Format = BackupManifest.Newest,
            Store = end.Store,
            TakenAt = _now,
            Batch = end.Batch,
            Segment = end.Segment,
            Files = _files,
        };
        manifest.Write(_target.Locate(_set));
        var copied = _files.Where(f => !_kept.ContainsKey(f.Stored)).ToArray();
        return new(_target.Locate(_set), end.Batch, _files.Count, copied.Length, copied.Sum(f => f.Bytes));
    }

    /// <summary>
    /// Whether the journal goes on from the end of a backup. If not, its segments would replace those that the backup needs.
    /// </summary>
    private bool Follows(BackupManifest last, in JournalEnd end)
    {
        if (last.Segment == 0) return true;
        var name = Path.Combine(DataFolder.JournalName, Segment.NameOf(last.Segment));
        var tail = last.Files.First(f => f.Path == name);
        if (!end.Covers(last.Segment, tail.Bytes)) return false;
        var follows = false;
        Retry(end.Store, () => follows = HashedCopy.HashOf(Find(last.Segment).ReadAt, tail.Bytes) == tail.Sha256);
        return follows;
    }

    private string InSet(string name) => Path.Combine(_set, name);

    private void CopySegment(int number, in JournalEnd end)
    {
        var file = Segment.NameOf(number);
        var name = Path.Combine(DataFolder.JournalName, file);
        var stored = number == end.Segment ? InSet(file) : BackupFolder.NameOfClosed(file);
        var isKept = _kept.TryGetValue(stored, out var kept);
        var segment = Find(number);
        // What is archived has a hash; to read the next one for a sum might need another file of the archive.
        var sum = number == end.Segment || segment.IsArchived ? null : SumAtEnd(Find(number + 1));
        if (!isKept)
            Copy(name, stored, segment.ReadAt, number == end.Segment ? end.Length : segment.Length, sum);
        else if (IsSame(kept!, segment, sum))
            _files.Add(kept!);
        else
            throw new BackupException($"{_target.Locate(stored)} differs from {name} of {_data}: one of the two went another way "
                + "after a restore to an earlier point; name another folder");
    }

    private bool IsSame(BackupFile kept, Segment segment, ulong? sum) =>
        kept.Bytes == segment.Length
        && (segment.IsArchived ? kept.Sha256 == _archive.FindArchived(segment.Number)?.Sha256
            : sum is null || kept.Sum is null ? kept.Sha256 == HashedCopy.HashOf(segment.ReadAt, kept.Bytes)
            : kept.Sum == sum);

    private Segment Find(int number) => _archive.Find(number)
        ?? throw new FileNotFoundException($"segment {number} of the journal is neither in {_data} nor in {_archive.Path}");

    /// <summary>Reads segments; again if one was archived in between by the silo that runs.</summary>
    private void Retry(Guid store, Action read)
    {
        try
        {
            read();
        }
        catch (FileNotFoundException)
        {
            _archive = SegmentArchive.Open(_data, _archivePath, store);
            read();
        }
    }

    private void Copy(string name, string stored)
    {
        using var source =
            File.OpenHandle(Path.Combine(_data, name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Copy(name, stored, source.ReadUpTo);
    }

    /// <summary>Copies a file of the data folder, up to a length if there is one, durably.</summary>
    private void Copy(string name, string stored, ReadAt read, long? length = null, ulong? sum = null)
    {
        var (bytes, hash) = HashedCopy.Write(read, name, _target.Locate(stored), length);
        _files.Add(new(name, stored, bytes, hash, sum));
    }

    private static ulong? SumAtEnd(Segment next)
    {
        var start = new byte[SegmentHeader.NewestLength];
        var length = next.ReadAt(0, start);
        return SegmentHeader.Read(next.Path, start.AsSpan(0, length)) is { Format: > 1 } header ? header.Sum : null;
    }
}
