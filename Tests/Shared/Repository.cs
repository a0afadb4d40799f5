namespace TradingOps.Tests.Shared;

/// <summary>The files of the repository, without what a build makes.</summary>
internal static class Repository
{
    private static readonly string[] Skipped =
        ["bin", "obj", ".git", "node_modules", "artifacts", "data", "TestResults", "BenchmarkDotNet.Artifacts"];

    public static DirectoryInfo Root { get; } = FindRoot();

    public static IEnumerable<FileInfo> Files(string ending) =>
        Files(Root).Where(f => f.Name.EndsWith(ending, StringComparison.Ordinal));

    private static IEnumerable<FileInfo> Files(DirectoryInfo folder) => folder.EnumerateFiles().Concat(
        folder.EnumerateDirectories().Where(d => !Skipped.Contains(d.Name)).SelectMany(Files));

    private static DirectoryInfo FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "TradingOps.sln"))) folder = folder.Parent!;
        return folder;
    }
}
