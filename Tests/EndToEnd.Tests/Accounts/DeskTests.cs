using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Accounts;

/// <summary>Desks and limits on exposure over HTTP.</summary>
public sealed class DeskTests : IAsyncLifetime
{
    private TradingStack _stack = null!;

    public async Task InitializeAsync() => _stack = await TradingStack.StartAsync();

    public async Task DisposeAsync() => await _stack.DisposeAsync();

    [Fact]
    public async Task A_desk_is_read_limited_stopped_and_flattened()
    {
        foreach (var account in new[] { "one", "two" })
            Assert.Equal(200, (await _stack.PutAsync($"/accounts/{account}", """{"cash":100000,"desk":"alpha"}""")).Status);
        Assert.Equal("alpha", (await _stack.GetAsync("/accounts/one")).Body.Text("desk"));
        Assert.Equal(["one", "two"],
            (await _stack.GetAsync("/desks/alpha")).Body.GetProperty("accounts").EnumerateArray().Select(a => a.GetString()));

        var limited = await _stack.PutAsync("/desks/alpha/limits", """
            {"limits":[{"underlying":"AAPL","max_gross":10000}],"reason":"quarter"}
            """);
        Assert.Equal((200, "quarter"), (limited.Status, limited.Body.Text("reason")));
        await EventuallyAsync(async () => await TryAsync("one", 101) == "max_exposure");
        Assert.Null(await SendAsync("maker", "sell", 60));
        await EventuallyAsync(async () => await SendAsync("one", "buy", 60) is null);
        await EventuallyAsync(async () => await TryAsync("two", 41) == "max_exposure");
        await EventuallyAsync(async () => await SendAsync("two", "buy", 40) is null);
        var used = (await _stack.GetAsync("/desks/alpha/limits")).Body.GetProperty("limits")[0];
        Assert.Equal(("AAPL", 10_000), (used.Text("underlying"), used.GetProperty("max_gross").GetDecimal()));
        var change = (await _stack.GetAsync("/audit-trail?scope=desk:alpha")).Body[0];
        Assert.Equal(("limits_changed", "local", "quarter", 10_000m), (
            change.Text("event"), change.Text("who"), change.Text("detail"),
            change.GetProperty("exposure")[0].GetProperty("max_gross").GetDecimal()));

        var tripped = await _stack.PostAsync("/breakers/desk:alpha/trip", """{"reason":"drill","state":"reduce_only"}""");
        Assert.Equal((200, "reduce_only"), (tripped.Status, tripped.Body.Text("state")));
        Assert.Equal("reduce_only", await SendAsync("two", "buy", 1));
        Assert.Equal("breaker_open",
            (await _stack.PutAsync("/accounts/two", """{"desk":""}""")).Body.Text("code"));
        await EventuallyAsync(async () =>
            (await _stack.GetAsync("/orders?account=two&status=canceled")).Body.GetArrayLength() > 0);
        var canceled = (await _stack.GetAsync("/orders?account=two&status=canceled")).Body.EnumerateArray()
            .First(o => o.GetProperty("reject_reason").GetString() == "breaker");
        Assert.Equal("desk", canceled.Text("breaker_scope"));

        Assert.Null(await SendAsync("maker", "buy", 60));
        var flattened = (await _stack.PostAsync("/desks/alpha/flatten", "{}")).Body.EnumerateArray().ToArray();
        Assert.Equal(["one", "two"], flattened.Select(f => f.Text("account")));
        Assert.All(flattened, f => Assert.Equal(0, f.GetProperty("flattened").GetProperty("left").GetArrayLength()));
        Assert.Equal("closed", (await _stack.GetAsync("/breakers/account:one")).Body.Text("state"));
    }

    [Fact]
    public async Task A_wrong_request_changes_nothing()
    {
        foreach (var (method, path, json, status, code) in new[]
        {
            ("GET", "/desks/nobody", (string?)null, 404, "unknown_desk"),
            ("GET", "/breakers/desk:nobody", null, 404, "unknown_breaker"),
            ("POST", "/breakers/desk:nobody/kill", """{"reason":"typo"}""", 404, "unknown_breaker"),
            ("POST", "/desks/nobody/flatten", "{}", 404, "unknown_desk"),
            ("PUT", "/desks/nobody/limits", """{"limits":[],"reason":"x"}""", 404, "unknown_desk"),
            ("PUT", "/accounts/a", """{"desk":"a b"}""", 400, "invalid_desk"),
            ("PUT", "/firm/limits", """{"reason":"x"}""", 400, "missing_field"),
            ("PUT", "/firm/limits", """{"limits":[{"max_gross":1}]}""", 400, "invalid_reason"),
            ("PUT", "/firm/limits", """{"limits":[{"max_gross":-1}],"reason":"x"}""", 400, "invalid_limits"),
            ("PUT", "/firm/limits", """{"limits":[{"max_net":0}],"reason":"x"}""", 400, "invalid_limits"),
            ("PUT", "/firm/limits", """{"limits":[null],"reason":"x"}""", 400, "invalid_limits"),
            ("PUT", "/firm/limits", """{"limits":[{"max_position":1}],"reason":"x"}""", 400, "invalid_limits"),
            ("PUT", "/firm/limits", """{"limits":[{"max_gros":1}],"reason":"x"}""", 400, "unknown_field"),
            ("PUT", "/accounts/a", """{"limits":{"exposure":[{"asset_class":"BOND","max_net":1}]}}""", 400, "invalid_limits"),
        })
        {
            var answer = await (method switch
            {
                "GET" => _stack.GetAsync(path),
                "PUT" => _stack.PutAsync(path, json!),
                _ => _stack.PostAsync(path, json!),
            });
            Assert.Equal((path, status, code), (path, answer.Status, answer.Body.Text("code")));
        }
        Assert.Equal(0, (await _stack.GetAsync("/firm/limits")).Body.GetProperty("limits").GetArrayLength());
        Assert.Equal(0, (await _stack.GetAsync("/desks")).Body.GetArrayLength());
    }

    private Task<string?> SendAsync(string account, string side, int quantity) =>
        LimitOrder.SendAsync(_stack, account, "AAPL", side, quantity, 100);

    /// <summary>Why an order is refused; one that is not is canceled again.</summary>
    private async Task<string?> TryAsync(string account, int quantity)
    {
        var code = await SendAsync(account, "buy", quantity);
        if (code is null) Assert.Equal(200, (await _stack.DeleteAsync($"/orders?account={account}")).Status);
        return code;
    }

    private static Task EventuallyAsync(Func<Task<bool>> condition) =>
        Eventually.HoldsAsync(condition, TimeSpan.FromSeconds(30));
}
