using System.Text.Json;
using TradingOps.EndToEnd.Tests.Monitoring;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Faults;

/// <summary>A silo that archives its closed segments while it trades, and is killed.</summary>
public sealed class RetentionTests : IDisposable
{
    private const string Equity = """{"asset_class":"EQUITY","tick_size":0.01,"max_quantity":1000,"reference_price":100}""";
    private const int Batch = 50;

    private readonly DirectoryInfo _temporary = Directory.CreateTempSubdirectory("tradingops-retention-");

    public void Dispose() => _temporary.Delete(recursive: true);

    [Fact]
    public async Task Archived_trades_are_found_or_their_absence_is_named()
    {
        var archive = Path.Combine(_temporary.FullName, "archive");
        var data = Path.Combine(_temporary.FullName, "data");
        string[] settings =
        [
            "--Storage:Embedded:SegmentBytes", "8192", "--Storage:Embedded:Retention:Age", "00:00:01",
            "--Storage:Embedded:Retention:Archive", archive,
        ];
        await using (var stack = await TradingStack.StartAsync(data, settings))
        {
            using (var instrument = new StringContent(Equity, null, "application/json"))
            using (var put = await stack.Front.PutAsync("/instruments/KEPT", instrument))
                Assert.True(put.IsSuccessStatusCode, await put.Content.ReadAsStringAsync());
            await TradeAsync(stack, "first");
            for (var i = 0; i < 8; i++) await TradeAsync(stack, $"{i}");
            var first = await FirstTradeAsync(stack);
            await Eventually.HoldsAsync(async () => await MetricAsync(stack, "journal_archived_segments") >= 3);
            Assert.False(File.Exists(Path.Combine(data, "journal", "00000001.seg")));
            Assert.True(await MetricAsync(stack, "journal_archived_size_bytes") > 0);
            Assert.Equal($"{first}", $"{await FirstTradeAsync(stack)}");
            await AssertAuditedAsync(stack);

            var live = await stack.StateHashesAsync();
            await stack.KillSiloAsync(0);
            var verified = await VerifyAsync(0, data, settings);
            Assert.All(live, market => Assert.Contains($"{market.Key} ", verified, StringComparison.Ordinal));
            Assert.All(live.Values, hash => Assert.Contains(hash, verified, StringComparison.Ordinal));
            await stack.StartSiloAsync();
            await Eventually.BecomesAsync(() => stack.GetAsync("/books/KEPT"), a => a.Status == 200);
            Assert.Equal(live, await stack.StateHashesAsync());
            await AssertAuditedAsync(stack);
            await TradeAsync(stack, "after");

            await stack.Silo.StopAsync();
            Directory.Move(archive, archive + ".away");
            var line = await VerifyAsync(1, data, settings);
            Assert.StartsWith("silo: the archived segments 1 to ", line, StringComparison.Ordinal);
            Directory.Move(archive + ".away", archive);
            await stack.StartSiloAsync();
            await Eventually.BecomesAsync(() => stack.GetAsync("/books/KEPT"), a => a.Status == 200);
            Assert.Equal($"{first}", $"{await FirstTradeAsync(stack)}");
            await AssertAuditedAsync(stack);
        }
    }

    private static async Task TradeAsync(TradingStack stack, string name)
    {
        foreach (var side in new[] { "sell", "buy" })
        {
            var order =
                $$"""{"symbol":"KEPT","account":"{{side}}er","side":"{{side}}","type":"limit","limit_price":100,"qty":1}""";
            var (_, answers) = await stack.PostAsync("/orders/batch", $"[{string.Join(',', Enumerable.Repeat(order, Batch))}]");
            Assert.All(answers.EnumerateArray(), a => Assert.True(a.GetProperty("status").GetInt32() == 201, $"{name} {a}"));
        }
    }

    private static async Task<JsonElement> FirstTradeAsync(TradingStack stack)
    {
        var (_, trades) = await stack.GetAsync("/trades?account=buyer&direction=asc&limit=1");
        var id = trades[0].GetProperty("id").GetString();
        var (status, trade) = await stack.GetAsync($"/trades/{id}");
        Assert.Equal(200, status);
        return trade;
    }

    private static async Task AssertAuditedAsync(TradingStack stack)
    {
        var (status, audit) = await stack.GetAsync("/audit");
        Assert.Equal(200, status);
        Assert.Equal(0, audit.GetProperty("violations").GetArrayLength());
    }

    private static async Task<double> MetricAsync(TradingStack stack, string name) =>
        (await MetricsPage.ReadAsync([stack.SiloHttp])).Sum(name);

    private static async Task<string> VerifyAsync(int exitCode, string data, string[] settings)
    {
        await using var verify = TradingProcess.Start("Silo", ["verify", "--Storage:Path", data, .. settings]);
        Assert.True(await verify.ExitCodeAsync() == exitCode, verify.Errors);
        return exitCode == 0 ? verify.Output : Assert.Single(verify.Errors.Split('\n'));
    }
}
