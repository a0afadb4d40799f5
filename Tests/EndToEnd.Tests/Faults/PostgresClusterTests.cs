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

    [Fact]
    public async Task Without_the_database_orders_are_retryable_and_health_names_it_and_both_recover()
    {
        await using var database = await PostgresServer.StartAsync();
        await using var stack = await TradingStack.StartClusterAsync(database.ConnectionString, silos: 1);
        const string Order = """{"symbol":"AAPL","type":"limit","limit_price":10,"qty":1,"client_order_id":"x"}""";
        Assert.Equal(201, (await stack.PostAsync("/orders", Order)).Status);

        await database.StopAsync();
        var (status, problem) = await stack.PostAsync("/orders", Order.Replace("\"x\"", "\"y\""));
        Assert.Equal(503, status);
        Assert.True(problem.GetProperty("retryable").GetBoolean());
        var (healthStatus, health) = await stack.SiloHealthAsync();
        Assert.Equal(503, healthStatus);
        Assert.Equal("failed", health.GetProperty("checks").GetProperty("database").GetProperty("status").GetString());

        await database.StartAgainAsync();
        var again = await Eventually.BecomesAsync(
            () => stack.PostAsync("/orders", Order.Replace("\"x\"", "\"y\"")), a => a.Status != 503);
        Assert.True(again.Status is 200 or 201, $"{again}");
        Assert.Equal(200, (await stack.PostAsync("/orders", Order)).Status);
        Assert.Equal(200, (await stack.SiloHealthAsync()).Status);
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Username=x;Database=x", "cannot be reached")]
    [InlineData("{server};Database=nowhere", "nowhere")]
    public async Task A_database_that_cannot_be_used_is_one_clear_line(string connection, string expected)
    {
        await using var database = await PostgresServer.StartAsync();
        var ports = Ports.Free(3);
        await using var silo =
            TradingProcess.Start("Silo", "--Urls", $"http://127.0.0.1:{ports[0]}", "--Storage:Provider", "PostgreSql",
            "--ConnectionStrings:TradingOps", connection.Replace("{server}", database.ConnectionString),
            "--Orleans:SiloPort", $"{ports[1]}", "--Orleans:GatewayPort", $"{ports[2]}");
        Assert.Equal(1, await silo.ExitCodeAsync());
        Assert.Contains(expected, Assert.Single(silo.Errors.Split('\n')), StringComparison.Ordinal);
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
