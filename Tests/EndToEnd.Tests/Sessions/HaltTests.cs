using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Sessions;

/// <summary>The auction behind a halt, and what breakers cancel, over HTTP and both stores.</summary>
public sealed class HaltTests
{
    private TradingStack _stack = null!;

    [Fact]
    public async Task Auctions_and_kills_over_the_embedded_store()
    {
        await using var stack = _stack = await TradingStack.StartAsync();
        await HoldAuctionAsync();
        await KillAsync();
    }

    [Fact]
    public async Task Auctions_and_kills_over_a_database()
    {
        await using var database = await PostgresServer.StartAsync();
        await using var stack = _stack = await TradingStack.StartClusterAsync(database.ConnectionString, silos: 1);
        await HoldAuctionAsync();
        Assert.Equal("auction|2", (await database.ExecuteAsync("SELECT liquidity, count(*) FROM fills GROUP BY 1")).Trim());
        Assert.Equal("t", (await database.ExecuteAsync("SELECT auction FROM trades")).Trim());
        await KillAsync();
        Assert.Equal(
            "breaker:account breaker:firm breaker:symbol",
            (await database.ExecuteAsync(
                "SELECT string_agg(DISTINCT reject_reason, ' ' ORDER BY reject_reason) FROM orders "
                    + "WHERE reject_reason LIKE 'breaker:%'")).Trim());
    }

    /// <summary>A post-only order is first; both sides pay the auction's rate, and nobody trades with himself.</summary>
    private async Task HoldAuctionAsync()
    {
        foreach (var account in new[] { "first", "last" })
            Assert.InRange((await _stack.PutAsync($"/accounts/{account}",
                """
                {"fees":{"equity":{"maker":{"per_unit":-1},"taker":{"per_unit":3},"auction":{"per_unit":0.5}}}}
                """)).Status, 200, 201);
        var (_, settings) = await _stack.GetAsync("/accounts/first/settings");
        Assert.Equal(0.5m,
            settings.GetProperty("fees").GetProperty("equity").GetProperty("auction").GetProperty("per_unit").GetDecimal());
        Assert.Equal(200, (await _stack.PostAsync("/breakers/symbol:AAPL/trip", """{"reason":"news"}""")).Status);
        var first = await AcceptedAsync("first", "AAPL", "buy", 188, 10, ",\"post_only\":true");
        var own = await AcceptedAsync("first", "AAPL", "sell", 187, 4);
        var last = await AcceptedAsync("last", "AAPL", "sell", 187, 10);
        Assert.Equal(200, (await _stack.PostAsync("/breakers/symbol:AAPL/reset", """{"reason":"over"}""")).Status);
        foreach (var id in new[] { first, last })
        {
            var (_, order) = await Eventually.BecomesAsync(
                () => _stack.GetAsync($"/orders/{id}"), a => a.Body.Text("status") == "filled");
            var fill = Assert.Single(order.GetProperty("execution").GetProperty("fills").EnumerateArray());
            Assert.Equal(("auction", 10), (fill.Text("liquidity"), fill.GetProperty("qty").GetInt32()));
        }
        var (_, prevented) = await _stack.GetAsync($"/orders/{own}");
        Assert.Equal(("canceled", "self_trade"), (prevented.Text("status"), prevented.Text("reject_reason")));
        var (_, trades) = await _stack.GetAsync("/trades?symbol=AAPL");
        Assert.True(Assert.Single(trades.EnumerateArray()).GetProperty("auction").GetBoolean());
        foreach (var account in new[] { "first", "last" })
            await Eventually.BecomesAsync(
                () => _stack.GetAsync($"/accounts/{account}"), a => a.Body.GetProperty("fees").GetDecimal() == 5);
        Assert.Equal("ok", (await _stack.GetAsync("/audit")).Body.Text("status"));
    }

    /// <summary>What an account's, a symbol's and the firm's kill cancel, and that it is the same after a crash.</summary>
    private async Task KillAsync()
    {
        var ofAccount = await AcceptedAsync("bad", "MSFT", "buy", 400, 1);
        var ofSymbol = await AcceptedAsync("good", "NVDA", "buy", 130, 1);
        var other = await AcceptedAsync("other", "NVDA", "sell", 135, 1);
        Assert.Equal(200, (await _stack.PostAsync("/breakers/account:bad/kill", """{"reason":"fraud"}""")).Status);
        Assert.Equal(200, (await _stack.PostAsync("/breakers/symbol:NVDA/kill", """{"reason":"fraud"}""")).Status);
        await _stack.KillSiloAsync(0);
        await _stack.StartSiloAsync(0);
        await CanceledAsync(ofAccount, "account:bad");
        await CanceledAsync(ofSymbol, "symbol:NVDA");
        await CanceledAsync(other, "symbol:NVDA");
        var ofFirm = await AcceptedAsync("good", "MSFT", "buy", 400, 1);
        Assert.Equal(200, (await _stack.PostAsync("/breakers/firm/kill", """{"reason":"fire"}""")).Status);
        await CanceledAsync(ofFirm, "firm");
    }

    private async Task CanceledAsync(string id, string scope)
    {
        var (_, order) = await Eventually.BecomesAsync(
            () => _stack.GetAsync($"/orders/{id}"), a => a.Status == 200 && a.Body.Text("status") == "canceled");
        Assert.Equal(("breaker", scope), (order.Text("reject_reason"), order.Text("breaker_scope")));
    }

    private async Task<string> AcceptedAsync(string account, string symbol, string side, int price, int qty, string more = "")
    {
        var (status, order) = await Eventually.BecomesAsync(
            () => _stack.PostAsync("/orders",
                $$"""
                {"account":"{{account}}","symbol":"{{symbol}}","side":"{{side}}","type":"limit","time_in_force":"gtc",
                 "limit_price":{{price}},"qty":{{qty}}{{more}},"client_order_id":"{{account}}-{{symbol}}-{{side}}"}
                """),
            a => a.Status != 503);
        Assert.True(status is 200 or 201, $"{status} {order}");
        return order.Text("id");
    }
}
