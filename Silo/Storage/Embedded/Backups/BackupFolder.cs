using System.Globalization;

namespace TradingOps.Silo.Storage.Embedded.Backups;

/// <summary>
/// The folder of the backups of one store. <c>segments</c> has the closed segments, which all backups share; each backup has a
/// folder of its own, <c>set-TIME</c>, with the rest and the manifest.
/// </summary>
internal sealed class BackupFolder(string path)
{
    private const string SegmentsName = "segments";
    private const string SetPrefix = "set-";
    private const string SetTime = "yyyyMMdd'T'HHmmss'.'fffffff'Z'";

    /// <summary>The folder itself.</summary>
    public string Path { get; } = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));

    /// <summary>The complete backups, oldest first.</summary>
    public IReadOnlyList<string> Sets => [.. AllSets().Where(BackupManifest.IsIn)];

    /// <summary>Where a file of the backup is.</summary>
    public string Locate(string stored) => System.IO.Path.Combine(Path, stored);

    /// <summary>Where a closed segment is stored, within the folder.</summary>
    public static string NameOfClosed(string segment) => System.IO.Path.Combine(SegmentsName, segment);

    /// <summary>
    /// Creates the folder if need be, and removes backups that were not completed. <see cref="BackupException"/> if it holds
    /// anything else.
    /// </summary>
    public void Prepare()
    {
        var foreign = new DirectoryInfo(Path).EnumerateFileSystemInfos().FirstOrDefault(e => !e.Name.StartsWith('.')
            && e.Name is not (SegmentsName or "lost+found") && (e is not DirectoryInfo || TimeOf(e.Name) is null));
        if (foreign is not null)
            throw new BackupException($"{Path} is not a folder of backups: it holds {foreign.Name}; name an empty folder");
        Directory.CreateDirectory(Locate(SegmentsName));
        foreach (var set in AllSets().Except(Sets)) Directory.Delete(set, recursive: true);
    }

    /// <summary>
    /// Creates the folder of a backup that is begun now; returns its name. Names are in the order of the backups even if the
    /// clock was set back.
    /// </summary>
    public string CreateSet(DateTimeOffset now)
    {
        if (AllSets().LastOrDefault() is { } newest && TimeOf(System.IO.Path.GetFileName(newest)) is { } last && last >= now)
            now = last.AddTicks(1);
        var name = SetPrefix + now.UtcDateTime.ToString(SetTime, CultureInfo.InvariantCulture);
        Directory.CreateDirectory(Locate(name));
        return name;
    }

    private IEnumerable<string> AllSets() => Directory.Exists(Path)
        ? Directory.GetDirectories(Path, SetPrefix + "*").Where(d => TimeOf(System.IO.Path.GetFileName(d)) is not null)
            .Order(StringComparer.Ordinal)
        : [];

    /// <summary>The time in the name of a backup; null if it is not such a name.</summary>
    private static DateTimeOffset? TimeOf(string name) =>
        name.StartsWith(SetPrefix, StringComparison.Ordinal) && DateTimeOffset.TryParseExact(name.AsSpan(SetPrefix.Length),
            SetTime, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;
}
