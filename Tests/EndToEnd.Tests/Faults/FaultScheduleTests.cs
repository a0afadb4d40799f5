using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;
using Xunit.Abstractions;

namespace TradingOps.EndToEnd.Tests.Faults;

/// <summary>
/// The first promise on a cluster: three silos and two fronts over PostgreSQL, and anything may happen to them.
/// </summary>
public sealed class FaultScheduleTests(ITestOutputHelper output)
{
    private static readonly TimeSpan PatienceASchedule = TimeSpan.FromMinutes(5);

    public static TheoryData<string> Groups => [.. FaultSchedule.Groups.Keys];

    [Fact]
    public void There_are_twenty_schedules_and_a_hundred_thousand_orders()
    {
        var schedules = FaultSchedule.Groups.Values.SelectMany(s => s).ToArray();
        Assert.True(schedules.Length >= 20);
        Assert.True(schedules.Length * FaultSchedule.Orders >= 100_000);
        Assert.Equal(schedules.Length, schedules.Select(s => s.Name).Distinct().Count());
        Assert.All(Enum.GetValues<FaultKind>(), kind => Assert.Contains(schedules, s => s.Faults.Any(f => f.Kind == kind)));
    }

    [Theory]
    [MemberData(nameof(Groups))]
    public async Task Nothing_is_lost_doubled_or_half_applied(string group)
    {
        await using var network = group == "network" ? await SiloNetwork.MakeAsync(silos: 3) : null;
        await using var database = await PostgresServer.StartAsync(network?.HostAddress);
        // All three apply the schema to the empty database at once.
        await using var stack = await TradingStack.StartAsync(new StackPlan
        {
            Silos = 3,
            Fronts = 2,
            Database = database.ConnectionString,
            Network = network,
            Settings = ["--Books:SnapshotEvery", "1000"],
        });
        await using var supervisor = new Supervisor(stack);
        var injector = new FaultInjector(stack, database, network, supervisor);
        var history = new RecordedHistory();
        IReadOnlyCollection<JsonElement> stored = [];
        foreach (var schedule in FaultSchedule.Groups[group])
        {
            var began = TimeProvider.System.GetTimestamp();
            using var patience = new CancellationTokenSource(Pace.Scale(PatienceASchedule));
            var load = new RecordedLoad(stack, schedule.Seed, history);
            var clients = Enumerable.Range(0, FaultSchedule.Clients)
                .Select(i => load.RunClientAsync(schedule.AccountOf(i), FaultSchedule.OrdersOf(i), patience.Token)).ToArray();
            var faults = injector.RunAsync(schedule, load, patience.Token);
            try
            {
                // A client that fails ends the test at once.
                await foreach (var ended in Task.WhenEach([.. clients, faults])) await ended;
                await stack.UntilAllHealthyAsync();
                await load.SettleAbandonedAsync(patience.Token);
                stored = await HistoryCheck.AssertHoldsAsync(stack, history);
            }
            catch
            {
                output.WriteLine($"{schedule.Name} failed; the processes wrote:\n{stack.DescribeProblems()}");
                throw;
            }
            Assert.Empty(supervisor.Surprises);
            output.WriteLine(
                $"{schedule.Name}: {history.Summary} after {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s, "
                + $"{supervisor.Evictions} silos evicted so far");
        }
        await GroupCheck.AssertHaveEventsAsync(stack, stored);
        await Eventually.BecomesAsync(
            () => stack.GetAsync("/audit"),
            audit => audit.Status == 200 && audit.Body.GetProperty("violations").GetArrayLength() == 0);
        await TablesCheck.AssertHoldsAsync(database);
        Assert.Equal(await stack.StateHashesAsync(), await stack.VerifiedHashesAsync());
    }
}
