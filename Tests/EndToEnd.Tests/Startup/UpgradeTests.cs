using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Startup;

/// <summary>
/// A data folder that an earlier version wrote before it was killed: orders of every kind that HTTP takes, fills of three asset
/// classes, a cancel, a replacement, a refusal, settings, a cash move, a breaker, an instrument, an incident.
/// </summary>
public sealed class UpgradeTests
{
    private static readonly DirectoryInfo Stored = StoredFolders.Of("StoredByEarlierVersion");

    [Fact]
    public async Task A_data_folder_of_an_earlier_version_has_the_same_state()
    {
        var folder = DataFolders.Copy(Stored);
        await AssertStateAsync(Stored, "--Storage:Path", folder.FullName);
        await using (var stack = await TradingStack.StartAsync(folder.FullName))
        {
            var (_, maker) = await stack.GetAsync("/accounts/maker");
            Assert.Equal(1_161_704, maker.GetProperty("cash").GetDecimal());
            var (_, settings) = await stack.GetAsync("/accounts/maker/settings");
            Assert.Equal("fifo", settings.GetProperty("cost_method").GetString());
            var (_, positions) = await stack.GetAsync("/accounts/taker/positions");
            Assert.Equal(["AAPL 828 193.603865", "ESZ7 2 5000.00", "AAPL271217C00190000 2 12.00"],
                positions.EnumerateArray().Select(
                    p => $"{p.GetProperty("symbol")} {p.GetProperty("qty")} {p.GetProperty("avg_price")}"));
            var (_, canceled) = await stack.GetAsync("/orders/by-client-id?account=taker&client_order_id=gone");
            Assert.Equal("canceled", canceled.GetProperty("status").GetString());
            var (again, _) = await stack.PostAsync("/orders",
                """
                {"symbol":"AAPL","account":"maker","side":"sell","type":"limit","time_in_force":"gtc","limit_price":186,"qty":10,
                 "client_order_id":"m1"}
                """);
            Assert.Equal(200, again);
            var (_, breaker) = await stack.GetAsync("/breakers/symbol:TSLA");
            Assert.NotEqual("closed", breaker.GetProperty("state").GetString());
            var (_, instrument) = await stack.GetAsync("/instruments/NVDA");
            Assert.Equal("halted", instrument.GetProperty("status").GetString());
            var (_, incident) = await stack.GetAsync("/incidents/INC-1");
            Assert.NotEqual("", incident.GetProperty("title").GetString());
            var (_, audit) = await stack.GetAsync("/audit");
            Assert.Equal("ok", audit.GetProperty("status").GetString());
        }
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(StoredFolders.WithoutEnd)]
    [InlineData(StoredFolders.WithEnd)]
    [InlineData(StoredFolders.WithSummedSnapshots)]
    public async Task Orders_of_every_stored_folder_are_read_and_guarded(string name)
    {
        var folder = DataFolders.Copy(StoredFolders.Of(name));
        await AssertStateAsync(folder, "--Storage:Path", folder.FullName);
        Dictionary<string, string> live;
        await using (var stack = await TradingStack.StartAsync(folder.FullName))
        {
            await AssertReadAsync(stack);
            live = await stack.StateHashesAsync();
        }
        // What came of the snapshots is what comes of the records.
        Assert.Equal(live, (await VerifyAsync("--Storage:Path", folder.FullName)).ToDictionary(
            line => line.Split(' ')[0], line => line.Split(' ')[2]));
        var segment = Directory.GetFiles(Path.Combine(folder.FullName, "journal")).Max(StringComparer.Ordinal)!;
        using (var file = File.OpenWrite(segment)) file.SetLength(file.Length - 3);
        Directory.Delete(Path.Combine(folder.FullName, "snapshots"), recursive: true);
        var line = await DataFolders.RefusedAsync(folder.FullName);
        Assert.Contains("acknowledged records are missing", line, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_dump_of_a_database_is_read_without_its_snapshots()
    {
        var stored = StoredFolders.Of(StoredFolders.InDatabase);
        await using var database = await PostgresServer.StartAsync();
        await database.ExecuteAsync(await File.ReadAllTextAsync(Path.Combine(stored.FullName, "dump.sql")));
        await database.ExecuteAsync("DELETE FROM snapshots");
        await using var stack = await TradingStack.StartClusterAsync(database.ConnectionString, silos: 1);
        await AssertReadAsync(stack);
        // Until the day of the dump has ended in every market.
        await Eventually.HoldsAsync(async () =>
            (await stack.StateHashesAsync()).OrderBy(h => h.Key).SequenceEqual(
                (await stack.VerifiedHashesAsync()).OrderBy(h => h.Key)));
        var (_, account) = await stack.GetAsync("/accounts/taker");
        Assert.Equal(1_005_000, account.GetProperty("high_water_mark").GetDecimal());
        var (_, trail) = await stack.GetAsync("/audit-trail?account=taker");
        Assert.Single(trail.EnumerateArray(), e => e.GetProperty("event").GetString() == "high_water_mark_rose");
        var (_, audit) = await Eventually.BecomesAsync(() => stack.GetAsync("/audit"), a => a.Status == 200);
        Assert.Equal("ok", audit.GetProperty("status").GetString());
    }

    /// <summary>Everything is there, and the next order is taken.</summary>
    private static async Task AssertReadAsync(TradingStack stack)
    {
        var (_, orders) = await stack.GetAsync("/orders?account=taker");
        Assert.Equal(["MSFT-1 accepted", "AAPL-6 filled"], orders.EnumerateArray().Select(
            o => $"{o.GetProperty("id").GetString()} {o.GetProperty("status").GetString()}"));
        var (_, incident) = await stack.GetAsync("/incidents/INC-1");
        Assert.Equal("drill", incident.GetProperty("title").GetString());
        var (status, _) = await stack.PostAsync(
            "/orders", """{"symbol":"MSFT","account":"taker","type":"limit","limit_price":100,"qty":1}""");
        Assert.Equal(201, status);
    }

    /// <summary>The store has the state that it had when it was written: a silo that starts may end its day.</summary>
    private static async Task AssertStateAsync(DirectoryInfo stored, params string[] store) => Assert.Equal(
        await File.ReadAllLinesAsync(Path.Combine(stored.FullName, "hashes.txt")), await VerifyAsync(store));

    private static async Task<string[]> VerifyAsync(params string[] store)
    {
        await using var verify = TradingProcess.Start("Silo", ["verify", .. store]);
        Assert.True(await verify.ExitCodeAsync() == 0, verify.Errors);
        return verify.Output.Split('\n');
    }
}
