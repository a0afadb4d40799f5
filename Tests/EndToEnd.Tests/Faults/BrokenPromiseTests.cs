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

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan CheckPatience = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Acknowledging_before_the_commit_is_found()
    {
        await using var database = await PostgresServer.StartAsync();
        await using var stack = await StartAsync(database, "acknowledge-early");
        await using var supervisor = new Supervisor(stack);
        await AssertFoundAsync(stack, async (load, patience) =>
        {
            var clients = RunClientsAsync(load, "c", 60, patience);
            await UntilSentAsync(load, 300);
            await Task.WhenAll(stack.Silos.Select(s => s.KillAsync()));
            await clients;
        });
    }

    [Fact]
    public async Task Applying_a_fill_twice_is_found()
    {
        await using var database = await PostgresServer.StartAsync();
        await using var stack = await StartAsync(database, "double-fills");
        await AssertFoundAsync(stack, (load, patience) => RunClientsAsync(load, "c", 20, patience));
    }

    [Fact]
    public async Task Skipping_the_fence_is_found() =>
        await Assert.ThrowsAnyAsync<XunitException>(() => RunSupersededAsync("unfenced"));

    /// <summary>So that it is the fence that is missed above, and not something else of that cluster.</summary>
    [Fact]
    public Task The_fence_alone_keeps_orders_sound() => RunSupersededAsync("superseded");

    /// <summary>
    /// Every silo has books of its own, of which all but one are superseded. What accounts show is not compared: they too are
    /// many.
    /// </summary>
    private static async Task RunSupersededAsync(string promise)
    {
        await using var database = await PostgresServer.StartAsync();
        await using var stack = await StartAsync(database, promise);
        using var patience = new CancellationTokenSource(Pace.Scale(Patience));
        var history = new RecordedHistory();
        await RunClientsAsync(new(stack, 1, history, cancels: false), "c", 20, patience.Token);
        await HistoryCheck.AssertOrdersHoldAsync(stack, history);
    }

    private static Task<TradingStack> StartAsync(PostgresServer database, string promise) => TradingStack.StartAsync(new StackPlan
    {
        Silos = 3,
        Fronts = 2,
        Database = database.ConnectionString,
        SiloProgram = [Program, promise],
    });

    private static async Task AssertFoundAsync(TradingStack stack, Func<RecordedLoad, CancellationToken, Task> run)
    {
        using var patience = new CancellationTokenSource(Pace.Scale(Patience));
        var history = new RecordedHistory();
        // A client may find it first, such as by the cancel of an order that is not there.
        if (await Record.ExceptionAsync(() => run(new(stack, 1, history), patience.Token)) is { } found)
        {
            Assert.IsAssignableFrom<XunitException>(found);
            return;
        }
        await stack.UntilAllHealthyAsync();
        await Assert.ThrowsAnyAsync<XunitException>(() => HistoryCheck.AssertHoldsAsync(stack, history, CheckPatience));
    }

    private static Task RunClientsAsync(RecordedLoad load, string name, int orders, CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, Clients).Select(i => load.RunClientAsync($"{name}-{i}", orders, cancellationToken)));

    private static async Task UntilSentAsync(RecordedLoad load, int orders) =>
        await Eventually.BecomesAsync(() => Task.FromResult(load.Sent), sent => sent >= orders, Patience);
}
