using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Faults;

/// <summary>The first promise on a cluster: three silos over PostgreSQL, and anything may die.</summary>
public sealed class PostgresClusterTests
{
    private const int OrdersAClient = 200;

    [Fact]
    public async Task Nothing_acknowledged_is_lost_or_doubled_when_silos_and_the_database_crash()
    {
        await using var database = await PostgresServer.StartAsync();
        // All three apply the schema to the empty database at once.
        await using var stack = await TradingStack.StartClusterAsync(database.ConnectionString, silos: 3);
        var accounts = Enumerable.Range(1, 8).Select(i => $"client-{i}").ToArray();
        var load = new RecordedLoad(stack, ["AAPL", "MSFT", "SPY", "QQQ"], Environment.TickCount);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));

        var clients = accounts.Select(a => load.RunClientAsync(a, OrdersAClient, patience.Token)).ToArray();
        var faults = CrashRepeatedlyAsync(stack, database, load, accounts.Length * OrdersAClient, patience.Token);
        await foreach (var ended in Task.WhenEach([.. clients, faults])) await ended;

        Assert.Equal(accounts.Length * OrdersAClient, load.Acknowledged.Count);
        await HistoryCheck.AssertHoldsAsync(stack, load, accounts);
    }

    private static async Task CrashRepeatedlyAsync(
        TradingStack stack, PostgresServer database, RecordedLoad load, int total, CancellationToken cancellationToken)
    {
        for (var fault = 0; fault < 4; fault++)
        {
            while (load.Sent < total * (fault + 1) / 6) await Task.Delay(1, cancellationToken);
            if (fault == 2)
            {
                await database.CrashAsync();
                continue;
            }
            await stack.KillSiloAsync(fault % 3);
            await stack.StartSiloAsync(fault % 3);
        }
    }
}
