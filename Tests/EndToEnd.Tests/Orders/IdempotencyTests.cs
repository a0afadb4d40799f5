using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Orders;

/// <summary>An order with a client order id is one order, however often, wherever and when it is sent.</summary>
public sealed class IdempotencyTests
{
    private const int Pairs = 300;
    private const int Accounts = 8;

    /// <summary>Longer than a market is away whose silo dies, under the load of all of them.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Of one account, by what becomes of them: filled, resting, canceled later, refused by risk, refused by the book.
    /// </summary>
    private static readonly string[] Orders =
    [
        Order("\"limit_price\":400,\"qty\":3", "filled"),
        Order("\"limit_price\":390,\"qty\":3", "resting"),
        Order("\"limit_price\":391,\"qty\":3", "canceled"),
        Order("\"limit_price\":400,\"qty\":9999", "risk"),
        Order("\"limit_price\":401,\"qty\":3,\"time_in_force\":\"fok\"", "fok"),
    ];

    [Fact]
    public async Task A_symbol_with_and_without_padding_is_one()
    {
        await using var stack = await TradingStack.StartAsync();
        var padded = """{"symbol":"AAPL  271217C00190000","type":"limit","limit_price":1,"qty":1,"client_order_id":"p"}""";
        var (status, order) = await stack.PostAsync("/orders", padded);
        Assert.Equal((201, "AAPL271217C00190000"), (status, order.Text("symbol")));
        Assert.Equal(200, (await stack.PostAsync("/orders", padded)).Status);
        Assert.Equal(200, (await stack.PostAsync("/orders", padded.Replace("AAPL  ", "AAPL"))).Status);
        var (_, listed) = await stack.GetAsync("/orders?symbol=AAPL%20%20271217C00190000");
        Assert.Equal(order.Text("id"), Assert.Single(listed.EnumerateArray()).Text("id"));
        Assert.Equal(200, (await stack.GetAsync("/books/AAPL%20%20271217C00190000")).Status);
    }

    [Fact]
    public async Task A_retry_with_words_in_another_case_is_the_same_order()
    {
        await using var stack = await TradingStack.StartAsync();
        const string Sent =
            """
            {"symbol":"AAPL","qty":1,"limit_price":1,"client_order_id":"case","side":"BUY","type":"LIMIT","time_in_force":"GTC",
             "asset_class":"equity","self_trade_prevention":"CANCEL_BOTH"}
            """;
        var (status, order) = await stack.PostAsync("/orders", Sent);
        Assert.Equal(201, status);
        Assert.Equal(("buy", "limit", "gtc", "EQUITY"),
            (order.Text("side"), order.Text("type"), order.Text("time_in_force"), order.Text("asset_class")));
        var (again, stored) = await stack.PostAsync("/orders",
            Sent.Replace("BUY", "Buy").Replace("LIMIT", "limit").Replace("GTC", "gtc").Replace("CANCEL_BOTH", "cancel_both"));
        Assert.Equal((200, order.GetRawText()), (again, stored.GetRawText()));
        var (_, open) = await stack.GetAsync("/orders?status=OPEN");
        Assert.Equal("case", Assert.Single(open.EnumerateArray()).Text("client_order_id"));
        var (tripped, breaker) = await stack.PostAsync("/breakers/Symbol:MSFT/trip", """{"reason":"drill"}""");
        Assert.Equal((200, "symbol:MSFT"), (tripped, breaker.Text("scope")));
    }

    [Fact]
    public async Task It_is_known_across_restarts_of_silo_and_front()
    {
        // Some of them are behind a snapshot then, the others are not.
        await using var stack = await TradingStack.StartAsync(null, "--Books:SnapshotEvery", "3");
        await stack.PostAsync(
            "/orders", """{"symbol":"MSFT","account":"other","side":"sell","type":"limit","limit_price":400,"qty":3}""");
        foreach (var order in Orders) Assert.True((await stack.PostAsync("/orders", order)).Status is 201 or 422);
        var canceled = await FindAsync(stack, "canceled");
        Assert.Equal(200, (await stack.DeleteAsync($"/orders/{canceled.Text("id")}")).Status);
        var before = new List<string>();
        foreach (var order in Orders) before.Add(
            (await FindAsync(stack, JsonElement.Parse(order).Text("client_order_id"))).GetRawText());
        Assert.Equal(["filled", "accepted", "canceled", "rejected", "canceled"],
            before.Select(o => JsonElement.Parse(o).Text("status")));
        await AssertKnownAsync(stack, before);

        await stack.KillSiloAsync(0);
        var (unreachable, problem) = await stack.PostAsync("/orders", Orders[0]);
        Assert.Equal((503, true), (unreachable, problem.GetProperty("retryable").GetBoolean()));
        await stack.FrontProcess.KillAsync();
        await stack.StartSiloAsync();
        await stack.StartFrontAsync(0);
        await AssertKnownAsync(stack, before);

        Assert.Equal(0, await stack.FrontProcess.StopAsync());
        Assert.Equal(0, await stack.Silo.StopAsync());
        await stack.StartSiloAsync();
        await stack.StartFrontAsync(0);
        await AssertKnownAsync(stack, before);
    }

    [Fact]
    public async Task Two_fronts_and_a_killed_silo_make_one_order_of_one_id()
    {
        await using var database = await PostgresServer.StartAsync();
        await using var stack = await TradingStack.StartAsync(
            new StackPlan { Silos = 3, Fronts = 2, Database = database.ConnectionString });

        var quiet = await Task.WhenAll(Enumerable.Range(0, Pairs).Select(i => SendPairAsync(stack, i)));
        var disturbed = Task.WhenAll(Enumerable.Range(Pairs, Pairs).Select(i => SendPairAsync(stack, i)));
        await stack.Silos[1].KillAsync();
        var pairs = quiet.Concat(await disturbed).ToArray();

        foreach (var pair in pairs)
        {
            Assert.Single(pair.Select(a => a.Id).Distinct());
            Assert.True(pair.Count(a => a.Status == 201) <= 1, "both requests of a pair made an order");
        }
        for (var i = 0; i < pairs.Length; i++)
        {
            foreach (var front in stack.Fronts)
            {
                var again = await UntilAnsweredAsync(front, OrderOf(i), isBatch: false);
                Assert.Equal((200, pairs[i][0].Id), (again.Status, again.Id));
            }
            Assert.Equal(409, (await UntilAnsweredAsync(stack.Front, OrderOf(i, quantity: 2), isBatch: i % 2 == 0)).Status);
        }
        var stored = new List<string>();
        foreach (var account in Enumerable.Range(0, pairs.Length).Select(AccountOf).Distinct())
        {
            var (_, orders) = await Eventually.BecomesAsync(
                () => stack.GetAsync($"/orders?account={account}&limit=1000"), a => a.Status == 200);
            stored.AddRange(orders.EnumerateArray().Select(o => o.Text("id")));
        }
        Assert.Equal(pairs.Select(p => p[0].Id).Order(StringComparer.Ordinal), stored.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_account_that_knows_its_ids_no_longer_asks_the_database()
    {
        await using var database = await PostgresServer.StartAsync();
        await using var stack = await TradingStack.StartAsync(new StackPlan { Database = database.ConnectionString });
        var stored = await UntilAnsweredAsync(stack.Front, OrderOf(0), isBatch: false);
        await stack.KillSiloAsync(0);
        await stack.StartSiloAsync();

        var next = 0;
        await Eventually.HoldsAsync(
            async () =>
            {
                var before = await QueriesOf(stack);
                next += Accounts;
                var sent = await SendAsync(stack.Front, OrderOf(next), isBatch: false);
                return sent.Status == 201 && await QueriesOf(stack) == before;
            },
            Patience);
        foreach (var isBatch in new[] { false, true })
        {
            Assert.Equal((200, stored.Id), await SendAgainAsync(OrderOf(0), isBatch));
            Assert.Equal(409, (await SendAgainAsync(OrderOf(next, quantity: 2), isBatch)).Status);
        }

        async Task<(int Status, string? Id)> SendAgainAsync(string order, bool isBatch)
        {
            var answer = await UntilAnsweredAsync(stack.Front, order, isBatch);
            return (answer.Status, answer.Id);
        }
    }

    [Fact]
    public async Task Different_orders_with_one_id_give_one_order_and_one_conflict()
    {
        await using var stack = await TradingStack.StartAsync(new StackPlan { Fronts = 2 });
        var pairs = await Task.WhenAll(Enumerable.Range(0, Pairs).Select(i => Task.WhenAll(
            UntilAnsweredAsync(stack.Fronts[0], OrderOf(i), isBatch: false),
            UntilAnsweredAsync(stack.Fronts[1], OrderOf(i, quantity: 2), isBatch: i % 2 == 0))));
        Assert.All(pairs, pair => Assert.Single(pair, a => a.Status == 409));
        Assert.All(pairs, pair => Assert.Single(pair, a => a.Id is not null));
    }

    /// <summary>Each is answered as it is stored, with other content a conflict, and is stored once.</summary>
    private static async Task AssertKnownAsync(TradingStack stack, List<string> stored)
    {
        for (var i = 0; i < Orders.Length; i++)
        {
            var (status, order) = await stack.PostAsync("/orders", Orders[i]);
            Assert.Equal((200, stored[i]), (status, order.GetRawText()));
            foreach (var other in new[]
            {
                Orders[i].Replace("\"qty\":", "\"qty\":1"), Orders[i].Replace("MSFT", "AAPL"),
                Orders[i].Replace("\"buy\"", "\"sell\""), Orders[i].Replace("\"limit_price\":", "\"limit_price\":1"),
            })
            {
                (status, var problem) = await stack.PostAsync("/orders", other);
                Assert.Equal((409, "client_order_id_reused"), (status, problem.Text("code")));
            }
        }
        var (_, all) = await stack.GetAsync("/orders?account=once");
        Assert.Equal(
            stored.Order(StringComparer.Ordinal), all.EnumerateArray().Select(o => o.GetRawText()).Order(StringComparer.Ordinal));
    }

    private static async Task<JsonElement> FindAsync(TradingStack stack, string clientOrderId)
    {
        var (status, order) = await stack.GetAsync($"/orders/by-client-id?account=once&client_order_id={clientOrderId}");
        Assert.Equal(200, status);
        return order;
    }

    /// <summary>One order through both fronts at once; every other time as part of a batch through the second.</summary>
    private static Task<Answer[]> SendPairAsync(TradingStack stack, int pair) => Task.WhenAll(
        UntilAnsweredAsync(stack.Fronts[0], OrderOf(pair), isBatch: false),
        UntilAnsweredAsync(stack.Fronts[1], OrderOf(pair), isBatch: pair % 2 == 0));

    private static string Order(string terms, string clientOrderId) =>
        $$"""
        {"symbol":"MSFT","account":"once","side":"buy","type":"limit",{{terms}},"client_order_id":"{{clientOrderId}}"}
        """;

    private static string AccountOf(int pair) => $"pair-{pair % Accounts}";

    private static string OrderOf(int pair, int quantity = 1) =>
        $$"""
        {"symbol":"{{(pair % 3 == 0 ? "AAPL" : "SPY")}}","account":"{{AccountOf(pair)}}","type":"limit","time_in_force":"gtc",
         "limit_price":10,"qty":{{quantity}},"client_order_id":"pair-{{pair}}"}
        """;

    /// <summary>Sends it until the answer is definite.</summary>
    private static Task<Answer> UntilAnsweredAsync(HttpClient front, string order, bool isBatch) =>
        Eventually.BecomesAsync(() => SendAsync(front, order, isBatch), answer => answer.Status != 503, Patience);

    private static async Task<Answer> SendAsync(HttpClient front, string order, bool isBatch)
    {
        using var content = new StringContent(isBatch ? $"[{order}]" : order, Encoding.UTF8, "application/json");
        using var response = await front.PostAsync(isBatch ? "/orders/batch" : "/orders", content);
        var (status, body) = ((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
        if (isBatch && status == 200)
        {
            status = body[0].GetProperty("status").GetInt32();
            body = body[0].GetProperty(body[0].TryGetProperty("order", out _) ? "order" : "problem");
        }
        // While the firm's breaker is away orders are refused; what was refused is stored as well.
        if (status == 422) body = body.GetProperty("order");
        return new(status, body.TryGetProperty("id", out var id) ? id.GetString() : null);
    }

    private static async Task<string> QueriesOf(TradingStack stack) => (await stack.SiloHttp.GetStringAsync("/metrics"))
        .Split('\n').First(l => l.StartsWith("db_operation_duration_seconds_count{operation=\"order_query\"}"));

    private sealed record Answer(int Status, string? Id);
}
