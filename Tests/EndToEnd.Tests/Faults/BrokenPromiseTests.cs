using TradingOps.EndToEnd.Tests.Stack;
using Xunit.Sdk;

namespace TradingOps.EndToEnd.Tests.Faults;

/// <summary>
/// Silos that break a promise on purpose: the check of the history must find it, or it proves nothing elsewhere.
/// </summary>
public sealed class BrokenPromiseTests
{
    private const string Program = "Tests/FaultySilo";
    private const int Clients = 12;

    private static readonly TimeSpan CheckPatience = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Acknowledging_before_the_commit_is_found()
    {
        await using var database = await PostgresServer.StartAsync();
        await using var stack = await StartAsync(database, "acknowledge-early");
        await using var supervisor = new Supervisor(stack);
        await AssertFoundAsync(stack, orders: 60, async load =>
        {
            await UntilSentAsync(load, 300);
            await Task.WhenAll(stack.Silos.Select(s => s.KillAsync()));
        });
    }

    [Fact]
    public async Task Applying_a_fill_twice_is_found()
    {
        await using var database = await PostgresServer.StartAsync();
        await using var stack = await StartAsync(database, "double-fills");
        await AssertFoundAsync(stack, orders: 20, load => Task.CompletedTask);
    }

    [Fact]
    public async Task Skipping_the_fence_is_found()
    {
        await using var network = await SiloNetwork.MakeAsync(silos: 3);
        await using var database = await PostgresServer.StartAsync(network.HostAddress);
        await using var stack = await StartAsync(database, "unfenced", network);
        // A silo that the others went on without ends by itself at last.
        await using var supervisor = new Supervisor(stack);
        // The others go on without the first silo, which goes on too: it reaches the fronts and the database.
        await AssertFoundAsync(
            stack, orders: 300, async load =>
            {
                await UntilSentAsync(load, 200);
                await network.SeparateAsync(0);
            },
            network.HealAsync);
    }

    private static Task<TradingStack> StartAsync(PostgresServer database, string promise, SiloNetwork? network = null) =>
        TradingStack.StartAsync(new StackPlan
        {
            Silos = 3,
            Fronts = 2,
            Database = database.ConnectionString,
            Network = network,
            SiloProgram = [Program, promise],
        });

    private static async Task AssertFoundAsync(
        TradingStack stack, int orders, Func<RecordedLoad, Task> fault, Func<Task>? mend = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var history = new RecordedHistory();
        var load = new RecordedLoad(stack, 1, history);
        var clients = Enumerable.Range(0, Clients).Select(i => load.RunClientAsync($"c-{i}", orders, patience.Token)).ToArray();
        await fault(load);
        // A client may find it first, such as by the cancel of an order that is not there.
        if (await Record.ExceptionAsync(() => Task.WhenAll(clients)) is XunitException) return;
        // A silo that cannot reach the others does not start.
        if (mend is not null) await mend();
        await stack.UntilAllHealthyAsync();
        await Assert.ThrowsAnyAsync<XunitException>(() => HistoryCheck.AssertHoldsAsync(stack, history, CheckPatience));
    }

    private static async Task UntilSentAsync(RecordedLoad load, int orders) =>
        await Eventually.BecomesAsync(() => Task.FromResult(load.Sent), sent => sent >= orders);
}
