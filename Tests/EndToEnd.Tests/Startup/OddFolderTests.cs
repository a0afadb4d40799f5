using System.Runtime.Versioning;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Startup;

/// <summary>
/// A data folder that cannot be used is one clear line and exit code 1, and nothing in it is changed. Rights are tested as
/// another user, which needs root: without it these tests fail.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class OddFolderTests : IDisposable
{
    private const UnixFileMode ForAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private static readonly string[] AsNobody = ["runuser", "-u", "nobody", "--"];

    private readonly DirectoryInfo _folder = DataFolders.Copy(StoredFolders.Of(StoredFolders.WithEnd));

    private string Segment => Path.Combine(_folder.FullName, "journal", "00000001.seg");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_copy_of_a_segment_is_named()
    {
        var copy = Path.Combine(_folder.FullName, "journal", "00000001 (copy).seg");
        File.Copy(Segment, copy);
        Assert.Contains(copy, await DataFolders.RefusedAsync(_folder.FullName), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_of_other_files_is_left_alone()
    {
        var folder = Directory.CreateTempSubdirectory("tradingops-other-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "letter.txt"), "dear");
        Assert.Contains("is not a data folder", await DataFolders.RefusedAsync(folder.FullName), StringComparison.Ordinal);
        Assert.Equal("letter.txt", Assert.Single(folder.GetFileSystemInfos()).Name);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_file_is_no_folder() =>
        Assert.Contains($"{Segment} (Storage:Path) is a file", await DataFolders.RefusedAsync(Segment), StringComparison.Ordinal);

    [Theory]
    [InlineData("journal/00000001.seg", UnixFileMode.None)]
    [InlineData("journal/00000001.seg", UnixFileMode.OtherRead)]
    [InlineData("journal.end", UnixFileMode.None)]
    [InlineData("snapshots/account%2^fmaker.snap", UnixFileMode.None)]
    [InlineData("incidents.jsonl", UnixFileMode.OtherRead)]
    [InlineData("journal", UnixFileMode.None)]
    [InlineData(".", UnixFileMode.OtherRead | UnixFileMode.OtherExecute)]
    public async Task A_file_without_the_rights_is_named(string file, UnixFileMode mode)
    {
        File.SetUnixFileMode(_folder.FullName, ForAll);
        foreach (var entry in _folder.GetFileSystemInfos("*", SearchOption.AllDirectories)) entry.UnixFileMode = ForAll;
        var path = Path.GetFullPath(Path.Combine(_folder.FullName, file));
        File.SetUnixFileMode(path, mode);
        Assert.Contains(path, await DataFolders.RefusedAsync(_folder.FullName, AsNobody), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("journal/00000001.seg")]
    [InlineData("journal.end")]
    [InlineData("incidents.jsonl")]
    public async Task A_folder_in_the_place_of_a_file_is_named(string file)
    {
        var path = Path.Combine(_folder.FullName, file);
        File.Delete(path);
        Directory.CreateDirectory(path);
        Assert.Contains(path, await DataFolders.RefusedAsync(_folder.FullName), StringComparison.Ordinal);
    }
}
