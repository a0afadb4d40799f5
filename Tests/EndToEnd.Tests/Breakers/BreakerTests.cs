using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Breakers;

/// <summary>The breakers over HTTP, against real processes.</summary>
public sealed class BreakerTests : IAsyncLifetime
{
    private TradingStack _stack = null!;

    public async Task InitializeAsync() => _stack = await TradingStack.StartAsync();

    public async Task DisposeAsync() => await _stack.DisposeAsync();

    [Fact]
    public async Task A_second_loss_on_probation_stops_the_account_for_twice_as_long()
    {
        // Half of the account's million in AAPL at 200, sold into a sweep from 199 down to 170: a loss of 7 %.
        await AcceptedAsync("maker", "AAPL", "sell", 200, 2500);
        await AcceptedAsync("loser", "AAPL", "buy", 200, 2500);
        var resting = await AcceptedAsync("loser", "MSFT", "buy", 10, 1);
        var kept = await AcceptedAsync("loser", "MSFT", "buy", 11, 1);
        await AcceptedAsync("maker", "AAPL", "buy", 199, 1);
        await AcceptedAsync("maker", "AAPL", "buy", 170, 2499);
        Assert.Equal(200, (await _stack.DeleteAsync($"/orders/{kept}")).Status);
        await AcceptedAsync("loser", "AAPL", "sell", 170, 2500);

        await RefusedAsync("loser", "MSFT", 10, 1, "breaker_open");
        await Eventually.BecomesAsync(() => _stack.GetAsync($"/orders/{resting}"), a => a.Body.Text("status") == "canceled");
        // A cancel is never refused by a breaker: this one comes too late only.
        Assert.Equal("not_open", (await _stack.DeleteAsync($"/orders/{resting}")).Body.Text("code"));
        var (_, open) = await _stack.GetAsync("/breakers/account:loser");
        Assert.Equal(("open", "daily_loss", "system"), (open.Text("state"), open.Text("cause"), open.Text("who")));
        // As the account stands with its last sale, or as the sale's price says of what it held before.
        var loss = open.GetProperty("value").GetDecimal();
        Assert.True(loss is 0.074971m or 0.075m, $"a loss of {loss}");
        Assert.Equal(0.05m, open.GetProperty("threshold").GetDecimal());
        Assert.Equal("open", (await _stack.GetAsync("/accounts/loser")).Body.Text("breaker"));

        // What is stored survives the silo; what is owed is done again.
        await _stack.KillSiloAsync(0);
        await _stack.StartSiloAsync();
        await RefusedAsync("loser", "MSFT", 10, 1, "breaker_open");

        var (status, reset) = await _stack.PostAsync("/breakers/account:loser/reset", """{"reason":"looked at it"}""");
        Assert.Equal((200, "half_open", "local"), (status, reset.Text("state"), reset.Text("who")));
        await AcceptedAsync("loser", "MSFT", "buy", 10, 1);
        await RefusedAsync("loser", "MSFT", 10, 110_000, "breaker_probation");
        await RefusedAsync("loser", "MSFT", 10, 1, "breaker_open");
        var (_, breached) = await _stack.GetAsync("/breakers/account:loser");
        Assert.Equal(("open", 120), (breached.Text("state"), breached.GetProperty("cooldown_seconds").GetDouble()));
        var (early, problem) = await _stack.PostAsync("/breakers/account:loser/reset", """{"reason":"again"}""");
        Assert.Equal((409, "cooling_down"), (early, problem.Text("code")));

        var (_, history) = await _stack.GetAsync("/breakers/account:loser/history?limit=2");
        Assert.Equal(["open", "half_open"], history.EnumerateArray().Select(c => c.Text("state")));
        var (_, older) = await _stack.GetAsync("/breakers/account:loser/history?before=2");
        Assert.Equal("open", Assert.Single(older.EnumerateArray()).Text("state"));
        var (_, listed) = await Eventually.BecomesAsync(() => _stack.GetAsync("/breakers"), a => a.Body.GetArrayLength() == 2);
        Assert.Equal(["firm", "account:loser"], listed.EnumerateArray().Select(b => b.Text("scope")));
    }

    [Fact]
    public async Task Without_keys_one_person_kills_and_resets_the_firm()
    {
        var resting = await AcceptedAsync("desk", "MSFT", "buy", 10, 1);
        var (_, killed) = await _stack.PostAsync("/breakers/firm/kill", """{"reason":"fire"}""");
        Assert.Equal("isolated", killed.Text("state"));
        await Eventually.BecomesAsync(() => _stack.GetAsync($"/orders/{resting}"), a => a.Body.Text("status") == "canceled");
        await RefusedAsync("desk", "MSFT", 10, 1, "breaker_open");
        var metrics = await _stack.SiloHttp.GetStringAsync("/metrics");
        Assert.Contains("circuit_breaker_state 1", metrics, StringComparison.Ordinal);
        Assert.Contains("circuit_breaker_trips_total{reason=\"manual\"} 1", metrics, StringComparison.Ordinal);
        await Eventually.BecomesAsync(
            () => _stack.GetAsync("/incidents"),
            a => a.Body.EnumerateArray().Any(i => i.Text("title") == "Breaker firm is isolated"));
        var (asked, pending) = await _stack.PostAsync("/breakers/firm/reset", """{"reason":"out"}""");
        Assert.Equal((202, "isolated", "local"), (asked, pending.Text("state"), pending.Text("reset_asked_by")));
        var (approved, reset) = await _stack.PostAsync("/breakers/firm/approve", """{"reason":"out"}""");
        Assert.Equal((200, "half_open"), (approved, reset.Text("state")));
    }

    [Fact]
    public async Task A_configured_second_person_is_needed_without_keys_too()
    {
        await using var stack = await TradingStack.StartAsync(null, "--Breakers:TwoPersonReset", "true");
        Assert.Equal(200, (await stack.PostAsync("/breakers/firm/kill", """{"reason":"fire"}""")).Status);
        Assert.Equal(202, (await stack.PostAsync("/breakers/firm/reset", """{"reason":"out"}""")).Status);
        var (refused, problem) = await stack.PostAsync("/breakers/firm/approve", """{"reason":"out"}""");
        Assert.Equal((409, "second_person_required"), (refused, problem.Text("code")));
        Assert.Contains("Breakers:TwoPersonReset", problem.Text("detail"), StringComparison.Ordinal);
    }

    private async Task<string> AcceptedAsync(string account, string symbol, string side, int price, int quantity)
    {
        var (status, order) = await PostAsync(account, symbol, side, price, quantity);
        Assert.True(status == 201, $"{status} {order}");
        return order.Text("id");
    }

    private async Task RefusedAsync(string account, string symbol, int price, int quantity, string code)
    {
        // Right after a restart the front may still be looking for the silo.
        var (status, problem) =
            await Eventually.BecomesAsync(() => PostAsync(account, symbol, "buy", price, quantity), a => a.Status != 503);
        Assert.True((status, problem.Text("code")) == (422, code), $"{status} {problem}");
    }

    private Task<(int Status, JsonElement Body)> PostAsync(string account, string symbol, string side, int price, int quantity) =>
        _stack.PostAsync("/orders",
            $$"""
            {"account":"{{account}}","symbol":"{{symbol}}","side":"{{side}}","type":"limit","time_in_force":"gtc",
             "limit_price":{{price}},"qty":{{quantity}}}
            """);
}
