using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Accounts;

/// <summary>What risk does by hand in an emergency: only reducing orders, and no position at all.</summary>
public sealed class FlattenTests : IAsyncLifetime
{
    private TradingStack _stack = null!;

    public async Task InitializeAsync() => _stack = await TradingStack.StartAsync();

    public async Task DisposeAsync() => await _stack.DisposeAsync();

    [Fact]
    public async Task Risk_lets_an_account_only_reduce_and_brings_it_to_no_position()
    {
        await _stack.PutAsync("/accounts/desk", """{"cash":1000000,"limits":{"max_order_quantity":40}}""");
        for (var i = 0; i < 3; i++)
        {
            await SendAsync("maker", "AAPL", "sell", 100, 40);
            await SendAsync("desk", "AAPL", "buy", 100, 40);
        }
        await SendAsync("desk", "MSFT", "sell", 100, 10);
        await SendAsync("maker", "MSFT", "buy", 100, 10);
        await SendAsync("desk", "AAPL", "buy", 50, 5);

        var (status, tripped) = await _stack.PostAsync(
            "/breakers/account:desk/trip", """{"reason":"too large","state":"reduce_only"}""");
        Assert.Equal((200, "reduce_only", "manual"), (status, Text(tripped, "state"), Text(tripped, "cause")));
        Assert.Equal("reduce_only", await SendAsync("desk", "AAPL", "buy", 50, 1));
        await Eventually.HoldsAsync(async () =>
            (await _stack.GetAsync("/orders?account=desk&status=open")).Body.GetArrayLength() == 0);

        // 80 of the 120 find a buyer, in slices of 40 at most.
        await SendAsync("maker", "AAPL", "buy", 99, 80);
        await SendAsync("maker", "MSFT", "sell", 101, 10);
        var (_, flattened) = await FlattenAsync("{}");
        var left = flattened.GetProperty("left");
        Assert.Equal(
            (1, "AAPL", 40, "no_liquidity"),
            (left.GetArrayLength(), Text(left[0], "symbol"), left[0].GetProperty("qty").GetDecimal(), Text(left[0], "code")));
        await SendAsync("maker", "AAPL", "buy", 98, 100);
        (_, flattened) = await FlattenAsync("""{"symbol":"AAPL"}""");
        Assert.Equal((1, 0), (flattened.GetProperty("orders").GetArrayLength(), flattened.GetProperty("left").GetArrayLength()));
        // Once more does nothing.
        (_, flattened) = await FlattenAsync("{}");
        Assert.Equal((0, 0), (flattened.GetProperty("orders").GetArrayLength(), flattened.GetProperty("left").GetArrayLength()));
        var (_, positions) = await _stack.GetAsync("/accounts/desk/positions");
        Assert.All(positions.EnumerateArray(), p => Assert.Equal(0, p.GetProperty("qty").GetDecimal()));

        (status, _) = await _stack.PostAsync("/breakers/account:desk/reset", """{"reason":"flat"}""");
        Assert.Equal(200, status);
        Assert.Null(await SendAsync("desk", "AAPL", "buy", 50, 1));
    }

    [Fact]
    public async Task What_hides_a_loss_needs_a_reason_and_opens_an_incident()
    {
        await _stack.PutAsync("/accounts/desk", """{"cash":1000}""");
        var (status, body) = await _stack.PostAsync("/accounts/desk/start-of-day", "{}");
        Assert.Equal((400, "invalid_reason"), (status, Text(body, "code")));
        (status, body) = await _stack.PutAsync("/accounts/desk", """{"limits":{"outside_market":true}}""");
        Assert.Equal((400, "invalid_reason"), (status, Text(body, "code")));
        Assert.Equal(200, (await _stack.PostAsync("/accounts/desk/start-of-day", """{"reason":"wrong open"}""")).Status);
        Assert.Equal(200, (await _stack.PutAsync(
            "/accounts/desk", """{"limits":{"outside_market":true},"reason":"a venue"}""")).Status);
        var (_, incidents) = await Eventually.BecomesAsync(
            () => _stack.GetAsync("/incidents"), a => a.Body.GetArrayLength() >= 2);
        var titles = incidents.EnumerateArray().Select(i => Text(i, "title")).ToArray();
        Assert.Contains("The day of account desk was begun by hand", titles);
        Assert.Contains("Account desk left the figures of the firm", titles);
        var (_, trail) = await _stack.GetAsync("/audit-trail?account=desk");
        Assert.Equal(
            ["a venue", "wrong open"],
            trail.EnumerateArray().Select(e => Text(e, "detail")).Where(d => d is not null).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("/breakers/symbol:AAPL/trip", """{"reason":"x","state":"reduce_only"}""", 400, "invalid_breaker_state")]
    [InlineData("/breakers/firm/trip", """{"reason":"x","state":"shut"}""", 400, "invalid_breaker_state")]
    [InlineData("/breakers/firm/trip", """{"state":"reduce_only"}""", 400, "invalid_reason")]
    [InlineData("/accounts/nobody/flatten", "{}", 404, "unknown_account")]
    [InlineData("/accounts/nobody/flatten", """{"symbol":"AAPLX"}""", 404, "unknown_symbol")]
    [InlineData("/accounts/nobody/flatten", """{"symbols":"AAPL"}""", 400, "unknown_field")]
    public async Task A_wrong_request_is_refused(string path, string body, int status, string code)
    {
        var answer = await _stack.PostAsync(path, body);
        Assert.Equal((status, code), (answer.Status, Text(answer.Body, "code")));
    }

    [Fact]
    public async Task An_instrument_in_another_currency_is_refused()
    {
        await _stack.PutAsync(
            "/instruments/TOYO", """{"asset_class":"EQUITY","currency":"JPY","tick_size":1,"max_quantity":1000000}""");
        Assert.Equal("currency_mismatch", await SendAsync("desk", "TOYO", "buy", 3000, 100));
        var (status, body) = await _stack.PutAsync(
            "/instruments/ESH7", """{"asset_class":"FUTURES","tick_size":0.25,"max_quantity":1000,"expiry":"2031-05-05"}""");
        Assert.Equal((400, "invalid_instrument"), (status, Text(body, "code")));
    }

    private Task<(int Status, JsonElement Body)> FlattenAsync(string body) => _stack.PostAsync("/accounts/desk/flatten", body);

    private static string? Text(JsonElement body, string field) => body.GetProperty(field).GetString();

    private Task<string?> SendAsync(string account, string symbol, string side, decimal price, int quantity) =>
        LimitOrder.SendAsync(_stack, account, symbol, side, quantity, price);
}
