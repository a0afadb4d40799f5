using System.Text.Json;
using TradingOps.EndToEnd.Tests.Access;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Contract;

/// <summary>Every row of the contract's table of answers to an order.</summary>
public sealed class StatusTableTests(GuardedStack stack) : IClassFixture<GuardedStack>
{
    private const string Sound =
        """{"symbol":"AAPL","account":"desk-1","type":"limit","limit_price":10,"qty":1,"client_order_id":"row"}""";

    [Fact]
    public async Task Sent_once_201_again_200_with_other_content_409()
    {
        var once = Sound.Replace("row", "thrice", StringComparison.Ordinal);
        var first = await SendAsync(GuardedStack.Trader, once);
        var again = await SendAsync(GuardedStack.Trader, once);
        var other = await SendAsync(GuardedStack.Trader, once.Replace("\"qty\":1", "\"qty\":2", StringComparison.Ordinal));
        Assert.Equal((201, 200, 409), (first.Status, again.Status, other.Status));
        Assert.Equal(first.Body.GetProperty("id").GetString(), again.Body.GetProperty("id").GetString());
        Assert.Equal("client_order_id_reused", CodeOf(other.Body));
    }

    [Theory]
    [InlineData("{", GuardedStack.Trader, 400, "malformed_json")]
    [InlineData("""{"symbol":"AAPL","account":"desk-1","qty":-1}""", GuardedStack.Trader, 400, "invalid_quantity")]
    [InlineData(
        """{"symbol":"AAPL","account":"desk-1","qty":1,"type":"limit","limit_price":1.001}""", GuardedStack.Trader, 400,
        "price_not_on_tick")]
    [InlineData("""{"symbol":"AAPL","account":"desk-1","qty":1,"color":1}""", GuardedStack.Trader, 400, "unknown_field")]
    [InlineData(Sound, null, 401, "unauthenticated")]
    [InlineData(Sound, "wrong", 401, "unauthenticated")]
    [InlineData(Sound, GuardedStack.Viewer, 403, "role_required")]
    [InlineData("""{"symbol":"AAPL","account":"desk-2","qty":1}""", GuardedStack.Trader, 403, "account_forbidden")]
    [InlineData("""{"symbol":"NOPE","account":"desk-1","qty":1}""", GuardedStack.Trader, 404, "unknown_symbol")]
    [InlineData(
        """{"symbol":"AAPL","account":"desk-1","type":"limit","limit_price":190,"qty":6000}""", GuardedStack.Trader, 422,
        "insufficient_buying_power")]
    public async Task Refused_by_status_and_code(string json, string? key, int status, string code)
    {
        var answer = await SendAsync(key, json);
        Assert.Equal((status, code), (answer.Status, CodeOf(answer.Body)));
        Assert.False(answer.Body.GetProperty("retryable").GetBoolean());
        if (status == 422) Assert.Equal("rejected", answer.Body.GetProperty("order").GetProperty("status").GetString());
    }

    [Fact]
    public async Task Refused_by_a_halted_instrument_422_and_stored_as_rejected()
    {
        const string Halted = """{"asset_class":"EQUITY","tick_size":0.01,"max_quantity":100,"status":"halted"}""";
        Assert.Equal(
            201, (await GuardedStack.SendAsync(stack.Front, "PUT", "/instruments/HALT", GuardedStack.Admin, Halted)).Status);
        var refused = await SendAsync(GuardedStack.Trader, """{"symbol":"HALT","account":"desk-1","qty":1}""");
        Assert.Equal((422, "halted"), (refused.Status, CodeOf(refused.Body)));
        var order = refused.Body.GetProperty("order");
        Assert.Equal("rejected", order.GetProperty("status").GetString());
        var stored = await GuardedStack.SendAsync(
            stack.Front, "GET", $"/orders/{order.GetProperty("id").GetString()}", GuardedStack.Trader);
        Assert.Equal((200, order.GetRawText()), (stored.Status, stored.Body.GetRawText()));
    }

    [Fact]
    public async Task Beyond_the_rate_of_its_key_429_and_not_stored()
    {
        var port = Ports.Free(1)[0];
        await using var front = TradingProcess.Start("Client", ["--Urls", $"http://127.0.0.1:{port}",
            "--Orleans:Gateways", stack.Gateway, "--Auth:RequestsPerSecond", "5",
            .. GuardedStack.Configure(0, "desk", GuardedStack.Trader, ["trader"], "rate")]);
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
        await front.UntilHealthyAsync(http, "/health/ready");
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => GuardedStack.SendAsync(
            http, "POST", "/orders", GuardedStack.Trader, Sound.Replace("desk-1", "rate").Replace("row", $"rate-{i}"))));

        var refused = answers.Where(a => a.Status == 429).ToArray();
        Assert.NotEmpty(refused);
        Assert.All(refused, a => Assert.Equal("rate_limited", CodeOf(a.Body)));
        Assert.All(refused, a => Assert.True(a.Body.GetProperty("retryable").GetBoolean()));
        Assert.Equal(answers.Length - refused.Length, answers.Count(a => a.Status == 201));
        var (_, stored) = await GuardedStack.SendAsync(stack.Front, "GET", "/orders?account=rate", GuardedStack.Admin);
        Assert.Equal(answers.Length - refused.Length, stored.GetArrayLength());
    }

    [Fact]
    public async Task A_body_too_large_413()
    {
        var answer = await SendAsync(GuardedStack.Trader, $$"""{"symbol":"{{new string('A', 2_000_000)}}"}""");
        Assert.Equal((413, "body_too_large"), (answer.Status, CodeOf(answer.Body)));
    }

    [Fact]
    public async Task No_cluster_503_and_safe_to_send_again()
    {
        var ports = Ports.Free(2);
        await using var front = TradingProcess.Start(
            "Client", "--Urls", $"http://127.0.0.1:{ports[0]}", "--Orleans:Gateways", $"127.0.0.1:{ports[1]}");
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{ports[0]}") };
        await front.UntilHealthyAsync(http, "/health/live");
        var answer = await GuardedStack.SendAsync(http, "POST", "/orders", null, Sound);
        Assert.Equal(503, answer.Status);
        Assert.True(answer.Body.GetProperty("retryable").GetBoolean());
    }

    [Fact]
    public async Task An_unopened_account_is_404_where_a_first_order_opens_none()
    {
        await using var own = await TradingStack.StartAsync(null, "--Accounts:OpenOnFirstOrder", "false");
        var refused = await own.PostAsync("/orders", Sound);
        Assert.Equal((404, "unknown_account"), (refused.Status, CodeOf(refused.Body)));
        Assert.False(refused.Body.GetProperty("retryable").GetBoolean());
        Assert.Equal(0, (await own.GetAsync("/orders?account=desk-1")).Body.GetArrayLength());
        await GuardedStack.SendAsync(own.Front, "PUT", "/accounts/desk-1", null, """{"cash":1000}""");
        Assert.Equal(201, (await own.PostAsync("/orders", Sound)).Status);
    }

    [Fact]
    public async Task Its_outcome_unknown_503_and_sent_again_the_stored_order()
    {
        await using var own = await TradingStack.StartAsync(
            new StackPlan { SiloProgram = ["Tests/FaultySilo", "acknowledge-never"] });
        var unknown = await own.PostAsync("/orders", Sound);
        Assert.Equal((503, "outcome_unknown"), (unknown.Status, CodeOf(unknown.Body)));
        Assert.True(unknown.Body.GetProperty("retryable").GetBoolean());
        // Where the front gave up first, the first try is still under way.
        var again = await Eventually.BecomesAsync(() => own.PostAsync("/orders", Sound), answer => answer.Status != 503);
        Assert.Equal((200, "accepted"), (again.Status, again.Body.GetProperty("status").GetString()));
        Assert.Single((await own.GetAsync("/orders?account=desk-1")).Body.EnumerateArray());
    }

    private Task<(int Status, JsonElement Body)> SendAsync(string? key, string json) =>
        GuardedStack.SendAsync(stack.Front, "POST", "/orders", key, json);

    private static string? CodeOf(JsonElement problem) => problem.GetProperty("code").GetString();
}
