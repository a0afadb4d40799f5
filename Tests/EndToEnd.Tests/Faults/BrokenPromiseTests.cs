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
    private const int Accounts = 12;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ConvergePatience = TimeSpan.FromMinutes(1);
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
            // Clients end when they find it.
            await await Task.WhenAny(clients, UntilSentAsync(load, 300));
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
    public async Task Skipping_the_fence_is_found() => await Assert.ThrowsAnyAsync<XunitException>(
        () => RunSupersededAsync("unfenced", (_, _) => Task.CompletedTask));

    /// <summary>
    /// So that it is the fence that is missed above, and not something else of that cluster. Superseded books and accounts
    /// end, and the next ones read the journal.
    /// </summary>
    [Fact]
    public Task The_fence_keeps_orders_sound_and_superseded_activations_end() => RunSupersededAsync("superseded",
        async (stack, history) =>
        {
            await HistoryCheck.AssertHoldsAsync(stack, history, ConvergePatience);
            var stored = await stack.VerifiedHashesAsync();
            for (var i = 0; i < stack.Silos.Count; i++)
                await Eventually.BecomesAsync(
                    () => HashesAsync(stack, i), live => live.OrderBy(h => h.Key).SequenceEqual(stored.OrderBy(h => h.Key)),
                    ConvergePatience, $"the books of silo {i}:");
        });

    /// <summary>
    /// Every silo has accounts of its own: each market delivers to one activation of an account, and fronts ask others. Such
    /// duplicates can stay when a directory's entries are lost while a silo joins or leaves.
    /// </summary>
    [Fact]
    public async Task An_account_with_two_activations_shows_every_fill()
    {
        await using var database = await PostgresServer.StartAsync();
        await using var stack = await StartAsync(database, "scattered-accounts");
        using var patience = new CancellationTokenSource(Pace.Scale(Patience));
        var history = new RecordedHistory();
        await RunClientsAsync(new(stack, 1, history), "c", 20, patience.Token);
        await HistoryCheck.AssertHoldsAsync(stack, history, ConvergePatience);
    }

    /// <summary>Every silo has a breaker of the firm and a catalogue of its own.</summary>
    [Fact]
    public async Task A_trip_and_a_new_instrument_reach_every_activation()
    {
        await using var database = await PostgresServer.StartAsync();
        await using var stack = await StartAsync(database, "scattered-registries");
        var (status, body) = await stack.PutAsync(
            "/instruments/NEWX", """{"asset_class":"EQUITY","tick_size":0.01,"max_quantity":1000000,"reference_price":50}""");
        Assert.True(status == 201, $"{status} {body}");
        // Accounts are on all silos, and each reads the catalogue and the breaker of its own.
        for (var i = 0; i < Accounts; i++) await UntilAsync(stack, $"a-{i}", "NEWX", 201, code: null);

        Assert.Equal(200, (await stack.PostAsync("/breakers/firm/trip", """{"reason":"drill"}""")).Status);
        for (var i = 0; i < Accounts; i++) await UntilAsync(stack, $"a-{i}", "AAPL", 422, "breaker_open");
    }

    private static Task UntilAsync(TradingStack stack, string account, string symbol, int status, string? code) =>
        Eventually.BecomesAsync(
            () => stack.PostAsync("/orders", $$"""
                {"symbol":"{{symbol}}","account":"{{account}}","qty":1,"type":"limit","limit_price":1}
                """),
            answer => answer.Status == status
                && (code is null || answer.Body.GetProperty("code").GetString() == code),
            ConvergePatience, $"an order of {account} in {symbol}:");

    /// <summary>Every silo has its own books and accounts; of each, all but one are superseded.</summary>
    private static async Task RunSupersededAsync(string promise, Func<TradingStack, RecordedHistory, Task> check)
    {
        await using var database = await PostgresServer.StartAsync();
        await using var stack = await StartAsync(database, promise);
        using var patience = new CancellationTokenSource(Pace.Scale(Patience));
        var history = new RecordedHistory();
        await RunClientsAsync(new(stack, 1, history, cancels: false), "c", 20, patience.Token);
        await HistoryCheck.AssertOrdersHoldAsync(stack, history);
        await check(stack, history);
    }

    /// <summary>Empty while a book of the silo restarts.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> HashesAsync(TradingStack stack, int silo)
    {
        try
        {
            return await stack.StateHashesAsync(silo);
        }
        catch (Exception e) when (NoAnswer.Is(e))
        {
            return new Dictionary<string, string>();
        }
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
