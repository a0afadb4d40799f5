using TradingOps.Engine.Books;
using TradingOps.Engine.Breakers;
using TradingOps.Engine.Errors;
using TradingOps.Grains.Breakers;
using TradingOps.Grains.Journaling;
using TradingOps.Grains.Orders;
using TradingOps.Grains.Tests.Cluster;

namespace TradingOps.Grains.Tests.Breakers;

/// <summary>The firm's breaker stops everybody, so these tests have a cluster of their own, and one at a time of it.</summary>
public sealed class FirmBreakerGrainTests(TradingCluster cluster) : IClassFixture<TradingCluster>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private ICircuitBreakerGrain Firm => cluster.Grains.GetFirmBreaker();

    [Fact]
    public async Task A_kill_cancels_every_accounts_orders_and_survives_its_grain()
    {
        var resting = new List<string>();
        foreach (var account in Enumerable.Range(1, 5).Select(i => $"desk-{i}"))
        {
            await cluster.Grains.GetAccount(account).Open(new() { Cash = 1_000 });
            resting.Add((await SubmitAsync(account, 1)).Order!.Id);
        }
        await SleepAsync();

        Assert.Equal("isolated", (await Firm.Kill("fire", "anna"))!.State);
        Assert.Equal(TradingError.BreakerOpen, (await SubmitAsync("desk-1", 1)).Code);
        foreach (var id in resting)
            await EventuallyAsync(async () =>
                (await cluster.Grains.GetOrderQueries().FindOrder(id))!.Status == OrderStatus.Canceled);

        await SleepAsync();
        Assert.Equal("isolated", (await Firm.GetBreaker())!.State);
        Assert.Equal(TradingError.BreakerOpen, (await SubmitAsync("desk-1", 1)).Code);
        await Firm.Reset("out", "anna");
        Assert.Equal("half_open", (await Firm.Approve("out", "ben"))!.Breaker.State);
        Assert.Equal(SubmitOutcome.Accepted, (await SubmitAsync("desk-1", 1)).Outcome);
        Assert.Equal(TradingError.BreakerProbation, (await SubmitAsync("desk-2", 1_100_000)).Code);
        // What one account sends too much of does not stop the others.
        Assert.Equal("half_open", (await Firm.GetBreaker())!.State);
        Assert.Equal(3, (await Firm.ReadHistory(null, 10)).Length);
    }

    [Fact]
    public async Task The_roll_finds_every_breaker_again_after_its_grain_was_lost()
    {
        await cluster.Grains.GetAccount("rolled").Open(new() { Cash = 1_000 });
        var scope = BreakerScope.Account("rolled");
        await cluster.Grains.GetBreaker(scope).Trip("drill", "anna");
        await cluster.Grains.GetBreaker(BreakerScope.Symbol("CLZ7")).Trip("drill", "anna");
        await EventuallyAsync(async () => (await ListedAsync()).IsSupersetOf([scope.ToString(), "symbol:CLZ7"]));
        await SleepAsync();
        await EventuallyAsync(async () => (await ListedAsync()).IsSupersetOf([scope.ToString(), "symbol:CLZ7"]));

        async Task<HashSet<string>> ListedAsync() =>
            [.. (await Firm.ListBreakers()).Where(b => b.State == "open").Select(b => b.Scope)];
    }

    [Fact]
    public async Task A_breaker_that_cannot_be_read_keeps_the_roll_from_no_other()
    {
        await cluster.Grains.GetAccount("readable").Open(new() { Cash = 1_000 });
        var scope = BreakerScope.Account("readable");
        await cluster.Grains.GetBreaker(scope).Trip("drill", "anna");
        for (var i = 0; i < 20; i++)
        {
            var name = JournalStreams.Breaker($"account:damaged-{i}");
            await (await cluster.Journal.OpenAsync(name, CancellationToken.None)).AppendAsync(1, "?"u8.ToArray(), null);
        }
        await SleepAsync();
        await EventuallyAsync(async () => (await Firm.ListBreakers()).Any(b => b.Scope == scope.ToString()));
    }

    /// <summary>Every grain loses its memory.</summary>
    private Task SleepAsync() => cluster.Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);

    private Task<SubmitResult> SubmitAsync(string account, decimal notional) =>
        cluster.Grains.GetAccount(account).SubmitOrder(new()
        {
            Symbol = "AMZN",
            Instructions = new(Side.Buy, OrderType.Limit, TimeInForce.Gtc),
            LimitPrice = Math.Min(notional, 100),
            Quantity = Math.Max(1, notional / 100),
        });

    private static Task EventuallyAsync(Func<Task<bool>> condition) => Eventually.HoldsAsync(condition, Patience);
}
