using System.Text.Json;
using System.Text.RegularExpressions;
using TradingOps.EndToEnd.Tests.Access;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Faults;

/// <summary>A database that comes back without records that were acknowledged.</summary>
public sealed class LostRecordsTests
{
    private static readonly string[] Symbols = ["AAPL", "MSFT", "SPY"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_is_acknowledged_above_a_gap_until_two_people_accept_it(bool isReplica)
    {
        await using var database = await PostgresServer.StartAsync();
        await using var stack = await TradingStack.StartClusterAsync(database.ConnectionString, silos: 2);
        for (var i = 0; i < 5; i++) await AcknowledgedAsync(stack, Symbols[i % 3]);
        if (isReplica)
        {
            await database.StartStandbyAsync(isSynchronous: false);
            await database.HoldStandbyAsync();
        }
        else await database.CopyAsync();
        var lost = new List<string>();
        for (var i = 0; i < 9; i++) lost.Add(await AcknowledgedAsync(stack, Symbols[i % 3]));

        await using var supervisor = new Supervisor(stack);
        await (isReplica ? database.FailOverAsync() : database.GoBackAsync());
        // Each silo ends, whose grains remember what is gone, and comes back; none takes an order.
        await Eventually.BecomesAsync(() => Task.FromResult(supervisor.Evictions), evictions => evictions == 2);
        var (status, problem) = await Eventually.BecomesAsync(
            () => stack.PostAsync("/orders", Order("AAPL")),
            answer => LossIn(answer.Body).Length > 0);
        var loss = LossIn(problem);
        Assert.Equal((503, "journal_unavailable"), (status, problem.GetProperty("code").GetString()));
        var named = await database.ExecuteAsync("SELECT string_agg(order_id, ',' ORDER BY order_id) FROM lost_orders");
        Assert.Equal(lost.Order(StringComparer.Ordinal), named.Trim().Split(','));
        foreach (var id in lost) Assert.Equal(404, (await stack.GetAsync($"/orders/{id}")).Status);
        await Eventually.BecomesAsync(() => stack.GetAsync("/health"), health => health.Status == 503);

        await AssertAcceptedByTwoAsync(stack, loss, lost);
        await AssertTradesAsync(stack, supervisor);
    }

    [Fact]
    public async Task A_failover_to_a_synchronous_replica_loses_nothing()
    {
        await using var database = await PostgresServer.StartAsync();
        await using var stack = await TradingStack.StartClusterAsync(database.ConnectionString, silos: 2);
        await database.StartStandbyAsync(isSynchronous: true);
        await using var supervisor = new Supervisor(stack);
        var (acknowledged, failover) = (new List<string>(), Task.CompletedTask);
        // The failover is in the middle of the orders: what is under way is sent until it is answered.
        for (var i = 0; i < 60; i++)
        {
            if (i == 30) failover = database.FailOverAsync();
            acknowledged.Add(await AcknowledgedAsync(stack, Symbols[i % 3]));
        }
        await failover;
        await AssertTradesAsync(stack, supervisor);
        foreach (var id in acknowledged)
            Assert.Equal("accepted", (await stack.GetAsync($"/orders/{id}")).Body.GetProperty("status").GetString());
        Assert.Equal(60, acknowledged.Distinct().Count());
        Assert.Equal("0", (await database.ExecuteAsync("SELECT count(*) FROM losses")).Trim());
    }

    /// <summary>
    /// The number of the loss that a refusal names; empty for none. A silo that ended while it stored one has used up a number.
    /// </summary>
    private static string LossIn(JsonElement problem) =>
        Regex.Match(problem.GetProperty("detail").GetString()!, @"(?<=accept loss )\d+").Value;

    /// <summary>Over a front of two people with keys, while no silo takes an order.</summary>
    private static async Task AssertAcceptedByTwoAsync(TradingStack stack, string loss, List<string> lost)
    {
        const string Reason = """{"reason":"an older end"}""";
        var port = Ports.Free(1)[0];
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
        await using var front = TradingProcess.Start("Client", ["--Urls", $"{http.BaseAddress}", "--Orleans:Gateways",
            stack.Gateways, .. GuardedStack.Configure(0, "ann", GuardedStack.Admin, ["admin"], "*"),
            .. GuardedStack.Configure(1, "bob", GuardedStack.Risk, ["admin"], "*"),
            .. GuardedStack.Configure(2, "carl", GuardedStack.Trader, ["admin"], "desk-1")]);
        // It is not ready while no order is taken, and it answers.
        await front.UntilHealthyAsync(http, "/health/live");
        var losses = await Eventually.BecomesAsync(() => SendAsync("GET", "/losses", GuardedStack.Admin), a => a.Status == 200);
        var listed = losses.Body[0];
        Assert.Equal("open", listed.GetProperty("status").GetString());
        Assert.Equal(
            lost.Order(StringComparer.Ordinal), listed.GetProperty("orders").EnumerateArray().Select(o => o.GetString()!));
        Assert.Equal(3, listed.GetProperty("streams").EnumerateArray().Count(
            s => s.GetProperty("stream").GetString()!.StartsWith("book/", StringComparison.Ordinal)));

        var accept = $"/losses/{loss}/accept";
        Assert.Equal((403, "account_forbidden"), Code(await SendAsync("POST", accept, GuardedStack.Trader)));
        Assert.Equal((404, "unknown_loss"), Code(await SendAsync("POST", $"/losses/{loss}0/accept", GuardedStack.Admin)));
        Assert.Equal((404, "unknown_loss"), Code(await SendAsync("POST", "/losses/x/accept", GuardedStack.Admin)));
        Assert.Equal(202, (await SendAsync("POST", accept, GuardedStack.Admin)).Status);
        Assert.Equal((409, "second_person_required"), Code(await SendAsync("POST", accept, GuardedStack.Admin)));
        Assert.Equal(503, (await stack.PostAsync("/orders", Order("AAPL"))).Status);
        var (status, approved) = await SendAsync("POST", accept, GuardedStack.Risk);
        Assert.Equal((200, "approved", "ann", "bob", "an older end; bob: an older end"), (status, Text("status"),
            Text("accepted_by"), Text("approved_by"), Text("reason")));
        Assert.Equal((409, "loss_accepted"), Code(await SendAsync("POST", accept, GuardedStack.Risk)));

        string Text(string field) => approved.GetProperty(field).GetString()!;

        Task<(int Status, JsonElement Body)> SendAsync(string method, string path, string key) =>
            GuardedStack.SendAsync(http, method, path, key, method == "GET" ? null : Reason);

        static (int Status, string Code) Code((int Status, JsonElement Body) answer) =>
            (answer.Status, answer.Body.GetProperty("code").GetString()!);
    }

    private static async Task AssertTradesAsync(TradingStack stack, Supervisor supervisor)
    {
        await stack.UntilAllHealthyAsync();
        foreach (var symbol in Symbols) await AcknowledgedAsync(stack, symbol);
        Assert.Empty(supervisor.Surprises);
        var audit = await Eventually.BecomesAsync(() => stack.GetAsync("/audit"), a => a.Status == 200);
        Assert.Equal(0, audit.Body.GetProperty("violations").GetArrayLength());
        Assert.Equal(Symbols, (await stack.VerifiedHashesAsync()).Keys.Order());
    }

    /// <summary>Sends an order until it is acknowledged. Returns its id.</summary>
    private static async Task<string> AcknowledgedAsync(TradingStack stack, string symbol)
    {
        var json = Order(symbol);
        var (_, order) = await Eventually.BecomesAsync(
            () => stack.PostAsync("/orders", json), answer => answer.Status is 200 or 201);
        return order.GetProperty("id").GetString()!;
    }

    private static string Order(string symbol) => JsonSerializer.Serialize(new
    {
        symbol,
        type = "limit",
        time_in_force = "gtc",
        limit_price = 10,
        qty = 1,
        client_order_id = Guid.NewGuid().ToString("n"),
    });
}
