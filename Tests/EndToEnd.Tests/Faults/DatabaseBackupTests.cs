using TradingOps.EndToEnd.Tests.Monitoring;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Faults;

/// <summary>Backups of the database by its own tools under load, and the script that says whether they are sound.</summary>
public sealed class DatabaseBackupTests : IDisposable
{
    private const string Script = "deploy/postgres/check-backup.sh";
    private const int Orders = 300;

    private readonly DirectoryInfo _temporary = Directory.CreateTempSubdirectory("tradingops-backups-");

    public void Dispose() => _temporary.Delete(recursive: true);

    [Fact]
    public async Task Backups_under_load_are_sound_and_damaged_ones_are_not()
    {
        await using var database = await PostgresServer.StartAsync();
        await using (var stack = await TradingStack.StartAsync(new StackPlan { Database = database.ConnectionString }))
        {
            using var patience = new CancellationTokenSource(Pace.Scale(TimeSpan.FromMinutes(5)));
            var load = new RecordedLoad(stack, 11, new RecordedHistory());
            var clients = Enumerable.Range(1, 2)
                .Select(i => load.RunClientAsync($"client-{i}", Orders, patience.Token)).ToArray();
            await Eventually.HoldsAsync(() => Task.FromResult(load.Sent > Orders / 4));
            await database.BackUpAsync(At("plain"));
            await database.BackUpAsync(At("tar"), "-F", "tar");
            await database.DumpAsync(At("custom"), "-F", "custom");
            await database.DumpAsync(At("sql"));
            await Task.WhenAll(clients);
        }
        foreach (var backup in new[] { "plain", "tar", "custom", "sql" })
            Assert.Matches($"^sound: {At(backup)}: [1-7] markets replayed twice to the same state, [1-9][0-9]* records$",
                await CheckAsync(backup, 0));

        await File.WriteAllBytesAsync(At("half"), (await File.ReadAllBytesAsync(At("custom")))[..20_000]);
        Assert.Matches($"^not sound: {At("half")}: it cannot be restored: .+", await CheckAsync("half", 1));
        await database.ExecuteAsync("DELETE FROM journal WHERE stream = 'book/AAPL' AND sequence = 2");
        await database.DumpAsync(At("gap"));
        Assert.Contains("AAPL: records 2 to 2 are missing", await CheckAsync("gap", 1), StringComparison.Ordinal);
        Assert.Equal($"not checked: {At("nowhere")}: there is no such file or folder", await CheckAsync("nowhere", 2));
    }

    private string At(string name) => Path.Combine(_temporary.FullName, name);

    /// <summary>The one line that the script prints.</summary>
    private async Task<string> CheckAsync(string backup, int exitCode)
    {
        var (code, output) = await Tool.RunAsync("bash", [Script, At(backup), "tradingops", "postgres"]);
        var line = output.TrimEnd('\n');
        Assert.True(code == exitCode && !line.Contains('\n', StringComparison.Ordinal), $"{code}: {output}");
        return line;
    }
}
