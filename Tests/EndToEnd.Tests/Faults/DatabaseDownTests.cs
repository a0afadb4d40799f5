using TradingOps.EndToEnd.Tests.Monitoring;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Faults;

/// <summary>What a cluster does while its database is away, and when it is back.</summary>
public sealed class DatabaseDownTests
{
    private const string Order = """{"symbol":"AAPL","type":"limit","limit_price":180,"qty":1,"client_order_id":"x"}""";

    private static readonly TimeSpan BackWithin = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Orders_are_retryable_and_reads_go_on_while_the_database_is_down()
    {
        await using var database = await PostgresServer.StartAsync();
        await using var stack = await TradingStack.StartClusterAsync(database.ConnectionString, silos: 2);
        Assert.Equal(201, (await stack.PostAsync("/orders", Order)).Status);
        var checks = (await stack.SiloHealthAsync()).Body.GetProperty("checks").EnumerateObject().ToArray();
        Assert.Equal(
            ["audit", "breaker_lease", "clock", "database", "journal", "kafka", "markets", "membership"],
            checks.Select(c => c.Name).Order());
        Assert.Equal(["audit", "breaker_lease", "clock", "cluster", "database", "journal", "markets", "membership"],
            (await stack.GetAsync("/health")).Body.GetProperty("checks").EnumerateObject().Select(c => c.Name).Order());
        Assert.All(checks, c => Assert.True(c.Value.GetProperty("duration_ms").GetDouble() >= 0));
        Assert.Equal(200, (await stack.GetAsync("/books/AAPL")).Status);
        Assert.Equal(200, (await stack.GetAsync("/books/MSFT")).Status);

        await database.StopAsync();
        // Each silo finds out by itself, within a second.
        for (var i = 0; i < stack.Silos.Count; i++)
        {
            var silo = i;
            await Eventually.BecomesAsync(() => stack.SiloHealthAsync(silo), h => h.Status == 503);
        }
        var (status, health) = await Eventually.BecomesAsync(() => stack.GetAsync("/health"), h => h.Status == 503
            && h.Body.GetProperty("checks").GetProperty("cluster").GetProperty("status").GetString() == "ok");
        var check = health.GetProperty("checks").GetProperty("database");
        Assert.Equal("failed", check.GetProperty("status").GetString());
        Assert.Contains("database", check.GetProperty("detail").GetString(), StringComparison.Ordinal);
        foreach (var order in new[] { Order.Replace("\"x\"", "\"y\""), """{"symbol":"AAPL","qty":1}""" })
        {
            (status, var problem) = await stack.PostAsync("/orders", order);
            Assert.Equal(503, status);
            Assert.True(problem.GetProperty("retryable").GetBoolean());
        }
        // Each was refused, and is told as such, though no account could store that.
        Assert.Equal(2, (await MetricsPage.ReadAsync(stack.SilosHttp)).Sum("orders_total", ("status", "failed")));
        foreach (var read in new[] { "/books/AAPL", "/books/MSFT", "/accounts/demo", "/accounts/demo/positions" })
            Assert.Equal(200, (await stack.GetAsync(read)).Status);
        Assert.Equal(503, (await stack.GetAsync("/orders")).Status);

        await database.StartAgainAsync();
        using var patience = new CancellationTokenSource(Pace.Scale(BackWithin));
        var again = await stack.PostAsync("/orders", Order.Replace("\"x\"", "\"y\""));
        while (again.Status == 503)
        {
            patience.Token.ThrowIfCancellationRequested();
            again = await stack.PostAsync("/orders", Order.Replace("\"x\"", "\"y\""));
        }
        Assert.Equal(201, again.Status);
        Assert.Equal(200, (await stack.PostAsync("/orders", Order)).Status);
        await Eventually.BecomesAsync(() => stack.GetAsync("/health"), h => h.Status == 200);
        foreach (var silo in stack.Silos) Assert.False(silo.HasExited);
    }
}
