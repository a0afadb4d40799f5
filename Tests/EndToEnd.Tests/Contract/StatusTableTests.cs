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

    private Task<(int Status, JsonElement Body)> SendAsync(string? key, string json) =>
        GuardedStack.SendAsync(stack.Front, "POST", "/orders", key, json);

    private static string? CodeOf(JsonElement problem) => problem.GetProperty("code").GetString();
}
