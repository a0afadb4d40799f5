using System.Globalization;
using TradingOps.Grains.Journaling;

namespace TradingOps.Silo.Storage.Embedded.Archive;

/// <summary>
/// The segments of a data folder, wherever they are: in <c>journal/</c>, and packed in the archive. One that is in both counts
/// as not archived yet, so a crash at any moment of its archiving leaves it in a place that is valid.
/// </summary>
internal sealed class SegmentArchive
{
    /// <summary>The name of the archive in the data folder, if no other is configured.</summary>
    public const string DefaultName = "archive";

    // Behind the name of a file that is not whole yet.
    private const string Temporary = ".new";

    /// <summary>The name of the list of archived segments, in the data folder.</summary>
    public const string ListName = "journal.archived";

    private readonly string _journal;
    private readonly string _list;
    private readonly Guid? _store;
    private readonly SortedDictionary<int, ArchivedSegment> _archived = [];
    private bool _isListComplete = true;
    private bool _isFolderSynced;

    private SegmentArchive(string data, string? archive, Guid? store)
    {
        (_journal, _list, _store) =
            (System.IO.Path.Combine(data, DataFolder.JournalName), System.IO.Path.Combine(data, ListName), store);
        Path = PathOf(data, archive);
    }

    /// <summary>The folder of the archived segments.</summary>
    public string Path { get; }

    /// <summary>
    /// Reads which segments of a data folder are archived.
    /// <see cref="CorruptJournalException"/> if the list is damaged, <see cref="DataFolderException"/> if a newer version or
    /// another store wrote it, or if the archive may not be where it is configured.
    /// </summary>
    /// <param name="data">The data folder.</param>
    /// <param name="archive">The folder of the archive, as it is configured; null if none is.</param>
    /// <param name="store">Id of the store; null if it is not known.</param>
    public static SegmentArchive Open(string data, string? archive, Guid? store)
    {
        var opened = new SegmentArchive(data, archive, store);
        foreach (var segment in ArchiveList.Read(opened._list, store) ?? []) opened._archived[segment.Number] = segment;
        return opened;
    }

    /// <summary>
    /// All segments in their order. <see cref="CorruptJournalException"/> if one is missing that is not archived.
    /// </summary>
    /// <param name="isWritten">Whether the last one is to be written to.</param>
    /// <param name="disk">How it is written.</param>
    public List<Segment> OpenSegments(bool isWritten, Disk disk)
    {
        if (isWritten && Directory.Exists(Path))
            foreach (var left in Directory.GetFiles(Path, "*" + Temporary)) disk.Delete(left);
        var paths = Segment.List(_journal);
        var hot = paths.ToDictionary(Segment.NumberOf);
        var last = Math.Max(hot.Keys.DefaultIfEmpty().Max(), _archived.Keys.LastOrDefault());
        var segments = new List<Segment>();
        try
        {
            for (var number = 1; number <= last; number++)
                segments.Add(hot.TryGetValue(number, out var path) ? Segment.Open(path, isWritten && path == paths[^1], disk)
                    : FindArchived(number) is { } archived ? OpenArchived(archived)
                    : throw new CorruptJournalException(_journal, 0, $"segment {number} is missing"));
            return segments;
        }
        catch
        {
            foreach (var segment in segments) segment.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Opens the segment with a number for reading; null if there is no such segment. A running silo may archive the segment
    /// before it is read: reading it then ends with <see cref="FileNotFoundException"/>.
    /// </summary>
    public Segment? Find(int number)
    {
        var path = System.IO.Path.Combine(_journal, Segment.NameOf(number));
        return File.Exists(path) ? Segment.Open(path, isWritten: false)
            : FindArchived(number) is { } archived ? OpenArchived(archived)
            : null;
    }

    /// <summary>
    /// What is known of an archived segment, from the archive if the list is gone; null if it is not archived.
    /// </summary>
    public ArchivedSegment? FindArchived(int number)
    {
        if (_archived.TryGetValue(number, out var listed)) return listed;
        if (ArchiveFile.Describe(FileOf(number), number, _store) is not { } found) return null;
        _isListComplete = false;
        return _archived[number] = found;
    }

    /// <summary>Writes the list again, durably, if segments were found in the archive that it does not have.</summary>
    /// <param name="store">Id of the store.</param>
    /// <param name="disk">How files are written.</param>
    public void CompleteList(Guid store, Disk disk)
    {
        if (!_isListComplete) ArchiveList.Write(_list, store, _archived.Values, disk);
        _isListComplete = true;
    }

    /// <summary>Names the archived segments whose files are missing in the archive; null if no file is missing.</summary>
    public string? DescribeMissing(IEnumerable<Segment> segments)
    {
        var missing = segments.Where(s => s.IsArchived && !File.Exists(s.Path)).Select(s => s.Number).ToArray();
        if (missing.Length == 0) return null;
        var ranges = missing.GroupBy(number => number - Array.IndexOf(missing, number))
            .Select(run => run.First() == run.Last() ? Text(run.First()) : $"{Text(run.First())} to {Text(run.Last())}");
        return $"{(missing.Length == 1 ? "the archived segment" : "the archived segments")} {string.Join(", ", ranges)} of the "
            + $"journal {(missing.Length == 1 ? "is" : "are")} not in {Path} (Storage:Embedded:Retention:Archive)";
    }

    /// <summary>
    /// Puts a closed segment into the archive, durably, and returns it as it is there; <see cref="Remove"/> is to follow. Nothing
    /// of it is changed in <c>journal/</c>. <see cref="IOException"/>, <see cref="UnauthorizedAccessException"/>,
    /// <see cref="JournalException"/>, <see cref="DataFolderException"/>: it is not archived.
    /// </summary>
    /// <param name="segment">The segment.</param>
    /// <param name="store">Id of the store.</param>
    /// <param name="disk">How files are written.</param>
    public Segment Add(Segment segment, Guid store, Disk disk)
    {
        ThrowIfAway(segment.Number);
        CreateFolder(disk);
        var path = FileOf(segment.Number);
        ThrowIfOther(path, segment, store);
        // 1. The file, whole under another name; it must give the segment back.
        var temporary = path + Temporary;
        var archived = Pack(temporary, segment, store, disk);
        // 2. Its name.
        disk.Rename(temporary, path);
        disk.SyncFolder(Path);
        // 3. The list, which says that the file in journal/ is not needed any more.
        ArchiveList.Write(_list, store, [.. _archived.Values.Where(a => a.Number != segment.Number), archived], disk);
        _archived[segment.Number] = archived;
        return OpenArchived(archived);
    }

    /// <summary>Removes the file of an archived segment from <c>journal/</c>.</summary>
    public void Remove(Segment segment, Disk disk)
    {
        disk.Delete(segment.Path);
        disk.SyncFolder(_journal);
    }

    /// <summary>
    /// Puts an archived segment back into <c>journal/</c>, durably, and takes it and those behind it off the list; their files
    /// stay in the archive under other names. For a folder that no silo uses, whose journal is cut.
    /// </summary>
    /// <param name="number">Number of the segment.</param>
    /// <param name="store">Id of the store.</param>
    public void TakeBack(int number, Guid store)
    {
        if (Find(number) is { IsArchived: true } segment)
            // What is left of it by a crash must not stand in journal/.
            SyncedFile.Replace(
                System.IO.Path.Combine(_journal, Segment.NameOf(number)), segment.ReadAll(), temporary: _list + Temporary);
        var archived = _archived.Keys.Where(n => n >= number).ToArray();
        if (archived.Length == 0) return;
        foreach (var later in archived) _archived.Remove(later);
        ArchiveList.Write(_list, store, _archived.Values, Disk.Real);
        foreach (var file in archived.Select(FileOf).Where(File.Exists))
        {
            var copies = 1;
            while (File.Exists($"{file}.cut-{copies}")) copies++;
            File.Move(file, $"{file}.cut-{copies}");
        }
        if (Directory.Exists(Path)) SyncedFile.SyncFolder(Path);
    }

    /// <summary>Creates the folder of the archive and those above it, durably.</summary>
    private void CreateFolder(Disk disk)
    {
        var created = new List<string>();
        for (var folder = Path; !Directory.Exists(folder); folder = System.IO.Path.GetDirectoryName(folder)!) created.Add(folder);
        Directory.CreateDirectory(Path);
        // The last of them may be there since a process that ended before it was durable.
        if (!_isFolderSynced && created.Count == 0) created.Add(Path);
        foreach (var folder in created) disk.SyncFolder(System.IO.Path.GetDirectoryName(folder)!);
        _isFolderSynced = true;
    }

    /// <summary>Packs a segment and unpacks it again. A try that failed leaves nothing that takes room.</summary>
    private static ArchivedSegment Pack(string path, Segment segment, Guid store, Disk disk)
    {
        try
        {
            var archived = ArchiveFile.Write(path, segment, store, disk);
            new ArchiveFile(path, archived).Check();
            return archived;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JournalException)
        {
            File.Delete(path);
            throw;
        }
    }

    /// <summary>The folder of the archive. <see cref="DataFolderException"/> if it has files of the store.</summary>
    private static string PathOf(string data, string? configured)
    {
        data = System.IO.Path.GetFullPath(data);
        if (string.IsNullOrEmpty(configured)) return System.IO.Path.Combine(data, DefaultName);
        var path = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(configured));
        var first = System.IO.Path.GetRelativePath(data, path).Split(System.IO.Path.DirectorySeparatorChar)[0];
        return first is "." or DataFolder.JournalName or DataFolder.SnapshotsName or DataFolder.IndexName
            ? throw new DataFolderException(
                $"Storage:Embedded:Retention:Archive is '{configured}', which has files of the store; name a folder of its own")
            : path;
    }

    /// <summary>Refuses to archive where a disk is not mounted: then the last file is not there either.</summary>
    private void ThrowIfAway(int number)
    {
        var last = _archived.Keys.LastOrDefault(n => n != number);
        if (last > 0 && !File.Exists(FileOf(last)))
            throw new DataFolderException($"{FileOf(last)}, which was archived last, is not there "
                + "(Storage:Embedded:Retention:Archive); put it back, and archiving goes on");
    }

    /// <summary>Refuses to write over a segment of another store, or of this one before it went another way.</summary>
    private static void ThrowIfOther(string path, Segment segment, Guid store)
    {
        try
        {
            if (ArchiveFile.Describe(path, segment.Number, store) is { } found
                && (found.Length != segment.Length || found.Sha256 != ArchiveFile.HashOf(segment)))
                throw new DataFolderException($"{path} has other records than segment {segment.Number} of this folder, which was "
                    + "restored to an earlier point or lost records; name another folder "
                    + $"(Storage:Embedded:Retention:Archive), and copy the files there that {ListName} lists");
        }
        catch (ArchiveException)
        {
            // What is left of an earlier try, or damaged: the segment is still in the journal and replaces it.
        }
    }

    private Segment OpenArchived(ArchivedSegment archived) =>
        Segment.OpenArchived(new(FileOf(archived.Number), archived));

    private string FileOf(int number) => System.IO.Path.Combine(Path, ArchiveFile.NameOf(number));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
