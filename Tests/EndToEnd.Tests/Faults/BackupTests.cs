using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Faults;

/// <summary>Backups of a silo that takes orders, restored and verified.</summary>
public sealed partial class BackupTests : IDisposable
{
    private const int Orders = 300;

    private readonly DirectoryInfo _temporary = Directory.CreateTempSubdirectory("tradingops-backups-");

    public void Dispose() => _temporary.Delete(recursive: true);

    [Fact]
    public async Task Backups_under_load_are_restored_with_all_that_was_acknowledged()
    {
        var backups = Path.Combine(_temporary.FullName, "backups");
        var markets = new Dictionary<string, string>();
        await using (var stack = await TradingStack.StartAsync(
            null, "--Storage:Embedded:SegmentBytes", "8192", "--Books:SnapshotEvery", "50"))
        {
            using var patience = new CancellationTokenSource(Pace.Scale(TimeSpan.FromMinutes(5)));
            var history = new RecordedHistory();
            var load = new RecordedLoad(stack, 7, history);
            var clients = Enumerable.Range(1, 3)
                .Select(i => load.RunClientAsync($"client-{i}", Orders, patience.Token)).ToArray();
            for (var round = 1; round <= 3; round++)
            {
                await Eventually.HoldsAsync(() => Task.FromResult(load.Sent > round * Orders / 2));
                var before = history.Acknowledged.Values.Select(o => o.GetProperty("id").GetString()!).ToArray();
                var made = Made().Match(await RunAsync("backup", "--Storage:Path", stack.Folder, "--to", backups));
                var restored = Path.Combine(_temporary.FullName, $"restored-{round}");
                markets[made.Groups["batch"].Value] = Markets(await RunAsync("restore", "--from", backups, "--to", restored));
                if (round == 2) await AssertHasAsync(restored, before);
            }
            await Task.WhenAll(clients);
            await RunAsync("backup", "--Storage:Path", stack.Folder, "--to", backups);
            var live = await stack.StateHashesAsync();
            var last = Path.Combine(_temporary.FullName, "last");
            var verified = Markets(await RunAsync("restore", "--from", backups, "--to", last));
            Assert.Equal(live.Select(m => $"{m.Key} {m.Value}").Order(), verified.Split('\n').Order());
        }
        // The last backup, restored to the batch of an earlier one, has the state of that one.
        foreach (var (batch, expected) in markets)
        {
            var restored = Path.Combine(_temporary.FullName, $"until-{batch}");
            Assert.Equal(expected, Markets(await RunAsync("restore", "--from", backups, "--to", restored, "--until", batch)));
        }
    }

    [Fact]
    public async Task A_silo_makes_a_backup_when_it_is_asked()
    {
        await using var stack = await TradingStack.StartAsync();
        await stack.PostAsync("/orders", """{"symbol":"AAPL","type":"limit","limit_price":10,"qty":1}""");
        var backups = Path.Combine(_temporary.FullName, "backups");
        var (status, made) = await PostAsync(stack, $$"""{"path":"{{backups}}"}""");
        Assert.Equal(200, status);
        Assert.StartsWith(Path.Combine(backups, "set-"), made.GetProperty("path").GetString(), StringComparison.Ordinal);
        var restored = await RunAsync("restore", "--from", backups, "--to", Path.Combine(_temporary.FullName, "restored"));
        Assert.Equal($"AAPL {(await stack.StateHashesAsync())["AAPL"]}", Markets(restored));
        foreach (var (body, expected, code) in new[]
        {
            ("""{"path":"here"}""", 400, "invalid_path"),
            ("{}", 400, "missing_field"),
            ("{", 400, "malformed_json"),
            ($$"""{"path":"{{stack.Folder}}/inside"}""", 409, "backup_refused"),
        })
        {
            (status, var problem) = await PostAsync(stack, body);
            Assert.Equal((expected, code), (status, problem.GetProperty("code").GetString()));
        }
    }

    [Theory]
    [InlineData("--to is missing", "backup")]
    [InlineData("'--into' is not an option", "backup", "--into", "x")]
    [InlineData("--from is missing", "restore", "--to", "x")]
    [InlineData("no complete backup", "restore", "--from", "nowhere", "--to", "x")]
    [InlineData("--batch is 'all'", "accept-loss", "--batch", "all")]
    [InlineData("--until is 'noon'", "restore", "--from", "x", "--to", "y", "--until", "noon")]
    public async Task A_wrong_option_is_one_line(string line, params string[] arguments)
    {
        await using var silo = TradingProcess.Start("Silo", arguments);
        Assert.Equal(1, await silo.ExitCodeAsync());
        Assert.Contains(line, Assert.Single(silo.Errors.Split('\n')), StringComparison.Ordinal);
    }

    private static async Task AssertHasAsync(string folder, IReadOnlyCollection<string> acknowledged)
    {
        Assert.NotEmpty(acknowledged);
        await using var stack = await TradingStack.StartAsync(folder);
        foreach (var id in acknowledged.Take(50))
            Assert.Equal(200, (await stack.GetAsync($"/orders/{id}")).Status);
    }

    private static async Task<(int Status, JsonElement Body)> PostAsync(TradingStack stack, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await stack.SiloHttp.PostAsync("/backup", content);
        return ((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        await using var silo = TradingProcess.Start("Silo", arguments);
        Assert.True(await silo.ExitCodeAsync() == 0, silo.Errors);
        return silo.Output;
    }

    /// <summary>The markets with their state hashes, as a restore prints them after verifying.</summary>
    private static string Markets(string output) => string.Join('\n', output.Split('\n')
        .Where(l => l.EndsWith(" ok", StringComparison.Ordinal))
        .Select(l => l.Split(' ')).Select(words => $"{words[0]} {words[2]}"));

    [GeneratedRegex("batch (?<batch>[0-9]+), [0-9]+ files")]
    private static partial Regex Made();
}
