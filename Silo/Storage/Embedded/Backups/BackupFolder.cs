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

    /// <summary>The folder itself.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

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
            && e.Name is not (SegmentsName or "lost+found") && !e.Name.StartsWith(SetPrefix, StringComparison.Ordinal));
        if (foreign is not null)
            throw new BackupException($"{Path} is not a folder of backups: it holds {foreign.Name}; name an empty folder");
        Directory.CreateDirectory(Locate(SegmentsName));
        foreach (var set in AllSets().Except(Sets)) Directory.Delete(set, recursive: true);
    }

    /// <summary>Creates the folder of a backup that is begun now; returns its name.</summary>
    public string CreateSet(DateTimeOffset now)
    {
        var name = SetPrefix + now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'.'fffffff'Z'", CultureInfo.InvariantCulture);
        Directory.CreateDirectory(Locate(name));
        return name;
    }

    private IEnumerable<string> AllSets() => Directory.Exists(Path)
        ? Directory.GetDirectories(Path, SetPrefix + "*").Order(StringComparer.Ordinal)
        : [];
}
