using System.Security.Cryptography;

namespace TradingOps.EndToEnd.Tests.Stack;

/// <summary>Data folders that tests copy, and give to silos that refuse them.</summary>
internal static class DataFolders
{
    /// <summary>Copies a folder of the repository into a new one, which is returned.</summary>
    public static DirectoryInfo Copy(DirectoryInfo stored)
    {
        var folder = Directory.CreateTempSubdirectory("tradingops-copy-");
        foreach (var file in stored.GetFiles("*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder.FullName, Path.GetRelativePath(stored.FullName, file.FullName));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            file.CopyTo(copy);
        }
        return folder;
    }

    /// <summary>
    /// Starts a silo that ends with exit code 1 and one line, which is returned, and changes nothing in the folder.
    /// </summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="command">A command that runs the silo, such as <c>runuser</c>.</param>
    public static async Task<string> RefusedAsync(string folder, params string[] command)
    {
        var before = Contents(folder);
        var ports = Ports.Free(3);
        await using var silo = TradingProcess.StartIn(command, "Silo", ["--Urls", $"http://127.0.0.1:{ports[0]}",
            "--Storage:Path", folder, "--Orleans:SiloPort", $"{ports[1]}", "--Orleans:GatewayPort", $"{ports[2]}"]);
        Assert.True(await silo.ExitCodeAsync() == 1, silo.Output);
        Assert.Equal(before, Contents(folder));
        return Assert.Single(silo.Errors.Split('\n'));
    }

    private static Dictionary<string, string> Contents(string folder) => !Directory.Exists(folder) ? [] : Directory
        .GetFiles(folder, "*", SearchOption.AllDirectories).Where(f => Path.GetFileName(f) != "lock")
        .ToDictionary(f => f, f => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f))));
}
