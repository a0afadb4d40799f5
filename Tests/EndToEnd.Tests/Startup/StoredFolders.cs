namespace TradingOps.EndToEnd.Tests.Startup;

/// <summary>Data folders that are kept in the repository, each written by another version before it was killed.</summary>
internal static class StoredFolders
{
    /// <summary>Of the version that wrote numbered incidents and no end of the journal.</summary>
    public const string WithoutEnd = "StoredWithoutEnd";

    /// <summary>Of the first version that wrote the end of the journal: segments and snapshots of format 2.</summary>
    public const string WithEnd = "StoredWithEnd";

    /// <summary>Of the first version that wrote snapshots of format 3 and high-water marks in the journal.</summary>
    public const string WithSummedSnapshots = "StoredWithSummedSnapshots";

    /// <summary>Not a data folder, but <c>dump.sql</c>: a database of the same orders, as pg_dump --inserts writes it.</summary>
    public const string InDatabase = "StoredInDatabase";

    /// <summary>The folder of a name.</summary>
    public static DirectoryInfo Of(string name) =>
        new(Path.Combine(Repository.Root.FullName, "Tests/EndToEnd.Tests/Startup", name));
}
