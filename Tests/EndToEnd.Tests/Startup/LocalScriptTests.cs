using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Startup;

/// <summary>The Makefile and the scripts that run a stack on one machine.</summary>
public sealed partial class LocalScriptTests
{
    private static readonly string[] PortSettings = ["FRONT_URL", "SILO_URL", "SILO_PORT", "GATEWAY_PORT"];

    [Fact]
    public async Task Make_help_lists_every_target()
    {
        await using var help = TradingProcess.StartTool("make", "--no-print-directory", "-C", Repository.Root.FullName, "help");
        Assert.Equal(0, await help.ExitCodeAsync());
        var makefile = await File.ReadAllTextAsync(Path.Combine(Repository.Root.FullName, "Makefile"));
        Assert.Equal(
            Target().Matches(makefile).Select(m => m.Groups[1].Value),
            help.Output.Split('\n').Select(line => HelpLine().Match(line).Groups[1].Value));
    }

    [Theory]
    [InlineData("FRONT_URL")]
    [InlineData("SILO_URL")]
    [InlineData("SILO_PORT")]
    [InlineData("GATEWAY_PORT")]
    public async Task Run_names_a_taken_port_and_its_variable_before_the_build(string variable)
    {
        var ports = Ports.Free(4);
        var port = ports[Array.IndexOf(PortSettings, variable)];
        using var taken = new TcpListener(IPAddress.Loopback, port);
        taken.Start();
        await AssertRefusedAsync("run.sh", $"port {port} is taken", variable, SettingsOf(ports));
    }

    [Theory]
    [InlineData("FRONT_PORT", 1)]
    [InlineData("MARKET_DATA_PORT", 0)]
    [InlineData("SILO_HTTP_PORT", 2)]
    [InlineData("SILO_PORT", 2)]
    [InlineData("GATEWAY_PORT", 2)]
    [InlineData("POSTGRES_PORT", 0)]
    public async Task Cluster_names_a_taken_port_and_its_variable_before_the_build(string variable, int offset)
    {
        var port = Ports.Free(1)[0];
        using var taken = new TcpListener(IPAddress.Loopback, port);
        taken.Start();
        await AssertRefusedAsync("cluster.sh", $"port {port} is taken", variable, [$"{variable}={port - offset}"]);
    }

    [Fact]
    public async Task Run_starts_a_killed_silo_again_and_takes_orders()
    {
        var folder = Directory.CreateTempSubdirectory("tradingops-run-");
        var ports = Ports.Free(4);
        await using var run = StartScript("run.sh", [.. SettingsOf(ports), .. FoldersIn(folder), "BUILD=no"]);
        try
        {
            await UntilWroteAsync(run, "TradingOps is ready");
            var silo = await SiloPidAsync(folder);
            await using var kill = TradingProcess.StartTool("kill", "-KILL", silo);
            await UntilWroteAsync(run, "silo was killed by signal 9; the front waits for it; starting it again");
            await UntilWroteAsync(run, "silo is ready again");
            Assert.NotEqual(silo, await SiloPidAsync(folder));

            using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{ports[0]}") };
            await Eventually.BecomesAsync(() => SendOrderAsync(http), status => status == HttpStatusCode.Created);
            await using var status = StartScript("status.sh", FoldersIn(folder));
            Assert.True(await status.ExitCodeAsync() == 0, status.Output);
        }
        finally
        {
            Assert.Equal(0, await run.StopAsync());
        }
        Assert.Empty(folder.GetFiles("*.pid", SearchOption.AllDirectories));
        await using var nothing = StartScript("status.sh", FoldersIn(folder));
        Assert.Equal(1, await nothing.ExitCodeAsync());
        folder.Delete(recursive: true);
    }

    private static async Task AssertRefusedAsync(string script, string expected, string variable, string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("tradingops-ports-");
        await using var refused = StartScript(script, [.. settings, .. FoldersIn(folder)]);
        Assert.Equal(1, await refused.ExitCodeAsync());
        Assert.Contains(refused.Errors.Split('\n'), line =>
            line.Contains(expected, StringComparison.Ordinal) && line.Contains(variable, StringComparison.Ordinal));
        Assert.Empty(refused.Output);
        folder.Delete(recursive: true);
    }

    private static TradingProcess StartScript(string name, string[] settings) =>
        TradingProcess.StartTool("env", [.. settings, "bash", Path.Combine(Repository.Root.FullName, "deploy/local", name)]);

    // Two processes start, one after the other.
    private static Task UntilWroteAsync(TradingProcess run, string text) =>
        Eventually.HoldsAsync(() => Task.FromResult(run.Wrote(text)), TimeSpan.FromMinutes(2));

    private static string[] SettingsOf(int[] ports) =>
        [$"FRONT_URL=http://127.0.0.1:{ports[0]}", $"SILO_URL=http://127.0.0.1:{ports[1]}", $"SILO_PORT={ports[2]}",
            $"GATEWAY_PORT={ports[3]}"];

    private static string[] FoldersIn(DirectoryInfo folder) =>
        [$"DATA={Path.Combine(folder.FullName, "data")}", $"STATE={Path.Combine(folder.FullName, "state")}"];

    private static async Task<string> SiloPidAsync(DirectoryInfo folder) =>
        (await File.ReadAllLinesAsync(Path.Combine(folder.FullName, "state", "silo.pid")))[0];

    private static async Task<HttpStatusCode> SendOrderAsync(HttpClient http)
    {
        using var response = await http.PostAsJsonAsync("/orders", new
        {
            symbol = "AAPL",
            qty = 10,
            asset_class = "EQUITY",
            type = "limit",
            limit_price = 100,
            client_order_id = "after-the-kill",
        });
        // The stored order comes back when an earlier answer was lost.
        return response.StatusCode == HttpStatusCode.OK ? HttpStatusCode.Created : response.StatusCode;
    }

    [GeneratedRegex("^([a-z][a-z-]*):", RegexOptions.Multiline)]
    private static partial Regex Target();

    [GeneratedRegex(@"^make ([a-z-]+) +\S")]
    private static partial Regex HelpLine();
}
