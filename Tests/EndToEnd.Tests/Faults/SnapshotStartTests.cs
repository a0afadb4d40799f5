using System.Globalization;
using System.Text.RegularExpressions;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Faults;

/// <summary>What a book reads at its start is bounded by its snapshots, however long its history is.</summary>
public sealed partial class SnapshotStartTests
{
    private const int SnapshotEvery = 100;
    private const int Batch = 50;

    /// <summary>
    /// The last snapshot may be under way at the moment of the kill, on a busy machine for longer than it takes to fill the next.
    /// </summary>
    private const int MostReplayed = 4 * SnapshotEvery;

    [Fact]
    public async Task A_killed_embedded_silo_replays_what_followed_its_snapshot()
    {
        await using var stack = await TradingStack.StartAsync(null, "--Books:SnapshotEvery", $"{SnapshotEvery}");
        await AssertBoundedAsync(stack);
    }

    [Fact]
    public async Task A_killed_silo_over_the_database_replays_what_came_after_the_snapshot()
    {
        await using var database = await PostgresServer.StartAsync();
        await using var stack = await TradingStack.StartAsync(new StackPlan
        {
            Silos = 1,
            Database = database.ConnectionString,
            Settings = ["--Books:SnapshotEvery", $"{SnapshotEvery}"],
        });
        await AssertBoundedAsync(stack);
    }

    private static async Task AssertBoundedAsync(TradingStack stack)
    {
        foreach (var records in new[] { 600, 1200 })
        {
            for (var i = 0; i < 600; i += Batch)
            {
                var order = $$"""{"symbol":"AAPL","account":"a-{{records}}-{{i}}","type":"limit","limit_price":10,"qty":1}""";
                var batch = $"[{string.Join(',', Enumerable.Repeat(order, Batch))}]";
                var (_, answers) = await stack.PostAsync("/orders/batch", batch);
                Assert.All(answers.EnumerateArray(), answer => Assert.Equal(201, answer.GetProperty("status").GetInt32()));
            }
            var live = await stack.StateHashesAsync();
            await stack.KillSiloAsync(0);
            await stack.StartSiloAsync();
            // Until the front has found the silo again.
            await Eventually.BecomesAsync(() => stack.GetAsync("/books/AAPL"), a => a.Status == 200);
            Assert.Equal(live, await stack.StateHashesAsync());
            var restored = (await Eventually.BecomesAsync(
                () => Task.FromResult(Restored().Matches(stack.Silo.Output)), lines => lines.Count > 0))[^1];
            Assert.Equal(records, int.Parse(restored.Groups[1].Value, CultureInfo.InvariantCulture));
            Assert.InRange(int.Parse(restored.Groups[2].Value, CultureInfo.InvariantCulture), 0, MostReplayed);
        }
    }

    [GeneratedRegex("""Restored market \\"AAPL\\" at record (\d+): replayed (\d+) records""")]
    private static partial Regex Restored();
}
