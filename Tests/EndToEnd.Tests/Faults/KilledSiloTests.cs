using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Faults;

/// <summary>The first promise, on one machine: whatever was acknowledged survives SIGKILL, once.</summary>
public sealed class KilledSiloTests
{
    private const int Kills = 10;
    private const int OrdersAClient = 250;

    [Fact]
    public async Task Ten_kills_of_the_silo_lose_and_double_nothing_acknowledged()
    {
        // Small segments, so that kills hit checkpoints of the index and starts begin at them.
        await using var stack = await TradingStack.StartAsync(null, "--Books:SnapshotEvery", "100",
            "--Storage:Embedded:SegmentBytes", "16384", "--Storage:Embedded:RecentOrders", "8");
        var seed = Environment.TickCount;
        var accounts = Enumerable.Range(1, 8).Select(i => $"client-{i}").ToArray();
        var history = new RecordedHistory();
        var load = new RecordedLoad(stack, seed, history);
        using var patience = new CancellationTokenSource(Pace.Scale(TimeSpan.FromMinutes(5)));

        var clients = accounts.Select(a => load.RunClientAsync(a, OrdersAClient, patience.Token)).ToArray();
        var kills = KillRepeatedlyAsync(stack, load, new Random(seed), patience.Token);
        // A client that fails ends the test at once.
        await foreach (var ended in Task.WhenEach([.. clients, kills])) await ended;

        await load.SettleAbandonedAsync(patience.Token);
        Assert.Equal(accounts.Length * OrdersAClient, history.Acknowledged.Count);
        await HistoryCheck.AssertHoldsAsync(stack, history);

        var live = await stack.StateHashesAsync();
        await stack.Silo.KillAsync();
        Assert.Equal(live, await VerifiedHashesAsync(stack.Folder));
        await stack.StartSiloAsync();
        Assert.Equal(live, await stack.StateHashesAsync());
        Assert.Contains("restored up to batch", stack.Silo.Output, StringComparison.Ordinal);
        await HistoryCheck.AssertHoldsAsync(stack, history);
    }

    [Fact]
    public async Task A_cancel_waits_for_the_silo_that_comes_back()
    {
        await using var stack =
            await TradingStack.StartAsync(new StackPlan { FrontSettings = ["--Orleans:CancelPatience", "00:01:00"] });
        var (_, order) = await stack.PostAsync("/orders", """{"symbol":"AAPL","type":"limit","limit_price":180,"qty":1}""");
        await stack.KillSiloAsync(0);

        using var patient = new HttpClient
        {
            BaseAddress = stack.Front.BaseAddress,
            Timeout = Pace.Scale(TimeSpan.FromMinutes(2)),
        };
        var canceling = patient.DeleteAsync($"/orders/{order.GetProperty("id").GetString()}");
        await stack.StartSiloAsync();

        using var canceled = await canceling;
        var body = await canceled.Content.ReadAsStringAsync();
        Assert.True(canceled.IsSuccessStatusCode, body);
        Assert.Equal("canceled", JsonElement.Parse(body).GetProperty("status").GetString());
    }

    /// <summary>Kills at random moments spread over the load, so that every kill hits orders under way.</summary>
    private static async Task KillRepeatedlyAsync(
        TradingStack stack, RecordedLoad load, Random random, CancellationToken cancellationToken)
    {
        const int Total = 8 * OrdersAClient;
        for (var kill = 0; kill < Kills; kill++)
        {
            var moment = Total * kill / (Kills + 1) + random.Next(Total / (Kills + 2));
            while (load.Sent < moment) await Task.Delay(1, cancellationToken);
            await stack.KillSiloAsync(0);
            await stack.StartSiloAsync();
        }
    }

    private static async Task<Dictionary<string, string>> VerifiedHashesAsync(string folder)
    {
        await using var verify = TradingProcess.Start("Silo", "verify", "--Storage:Path", folder);
        Assert.True(await verify.ExitCodeAsync() == 0, verify.Errors);
        return verify.Output.Split('\n').Select(line => line.Split(' ')).ToDictionary(words => words[0], words => words[2]);
    }
}
