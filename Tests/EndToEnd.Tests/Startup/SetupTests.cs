using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Startup;

/// <summary><c>Tests/setup.sh</c>, where it may not install anything.</summary>
public sealed class SetupTests
{
    [Fact]
    public async Task Everything_missing_is_named_at_once_with_its_command()
    {
        // A path with what the script itself needs, and neither apt-get nor what the tests need.
        var path = Directory.CreateTempSubdirectory("tradingops-path-");
        foreach (var tool in new[] { "bash", "id", "ls", "sed", "dotnet" })
            File.CreateSymbolicLink(Path.Combine(path.FullName, tool), await FindAsync(tool));
        await using var setup = TradingProcess.StartTool(
            "env", $"PATH={path.FullName}", "bash", Path.Combine(Repository.Root.FullName, "Tests", "setup.sh"));
        Assert.Equal(1, await setup.ExitCodeAsync());
        Assert.Equal("", setup.Output);
        var lines = setup.Errors.Split('\n');
        var missing = Assert.Single(lines, l => l.Contains("missing:", StringComparison.Ordinal));
        foreach (var name in new[] { "curl", "Chromium", "Node", "Prometheus", "amtool", "nsenter" })
            Assert.Contains(name, missing, StringComparison.Ordinal);
        var command = Assert.Single(lines, l => l.Contains("apt-get install", StringComparison.Ordinal));
        Assert.EndsWith(
            "curl chromium nodejs prometheus prometheus-alertmanager iproute2 util-linux openssl kcat", command,
            StringComparison.Ordinal);
        Assert.Contains(lines, l => l.Contains("make test-fast", StringComparison.Ordinal));
        path.Delete(recursive: true);
    }

    private static async Task<string> FindAsync(string tool)
    {
        await using var which = TradingProcess.StartTool("which", tool);
        Assert.Equal(0, await which.ExitCodeAsync());
        return which.Output.Trim();
    }
}
