using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Faults;

/// <summary>A disk that fails ends the silo, and the next start has every acknowledged order.</summary>
public sealed class BrokenDiskTests
{
    [Fact]
    public async Task A_failed_sync_ends_the_silo_and_loses_no_order()
    {
        var folder = Directory.CreateTempSubdirectory("tradingops-broken-");
        var (data, file) = (Path.Combine(folder.FullName, "data"), Path.Combine(folder.FullName, "switch"));
        await using (var stack = await TradingStack.StartAsync(new StackPlan
        {
            Folder = data,
            SiloProgram = ["Tests/FaultySilo", "broken-disk"],
            Settings = ["--FaultySilo:Switch", file],
        }))
        {
            for (var i = 0; i < 5; i++) Assert.Equal(201, (await stack.PostAsync("/orders", Order($"before-{i}"))).Status);
            await File.WriteAllTextAsync(file, "");
            Assert.Equal(503, (await stack.PostAsync("/orders", Order("during"))).Status);
            Assert.Equal(3, await stack.Silo.ExitCodeAsync());
            var line = Assert.Single(
                stack.Silo.Errors.Split('\n'), l => l.StartsWith("silo: ends at once", StringComparison.Ordinal));
            Assert.Contains("00000001.seg has failed (Input/output error)", line, StringComparison.Ordinal);
        }
        await using (var stack = await TradingStack.StartAsync(data))
        {
            for (var i = 0; i < 5; i++) Assert.Equal(200, (await stack.PostAsync("/orders", Order($"before-{i}"))).Status);
            Assert.InRange((await stack.PostAsync("/orders", Order("during"))).Status, 200, 201);
        }
        folder.Delete(recursive: true);
    }

    private static string Order(string clientOrderId) =>
        $$"""{"symbol":"AAPL","type":"limit","limit_price":10,"qty":1,"client_order_id":"{{clientOrderId}}"}""";
}
