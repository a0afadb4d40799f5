using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Sessions;

/// <summary>
/// Orders for the opening and for the close, over HTTP on both stores: a person closes and opens the market, and the silo is
/// killed in between.
/// </summary>
public sealed class AuctionTests
{
    private TradingStack _stack = null!;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Orders_for_an_auction_trade_in_it_or_end_with_it(bool isDatabase)
    {
        await using var server = isDatabase ? await PostgresServer.StartAsync() : null;
        await using var stack = _stack = await TradingStack.StartAsync(
            new StackPlan { Database = server?.ConnectionString, Settings = ["--Accounts:PriceCollar", "0.2"] });
        await PutAsync("closed");
        Assert.Equal("closed", await RefusedAsync("a", "buy", "market", "day"));
        Assert.Equal("closed", await RefusedAsync("a", "buy", "limit", "ioc", 100));
        var next = await SentAsync("maker", "sell", "limit", "gtc", 100, 10);
        var opening = await SentAsync("a", "buy", "market", "opg", null, 6);
        var unfilled = await SentAsync("b", "buy", "limit", "opg", 95, 5);
        var close = await SentAsync("c", "buy", "limit", "cls", 101, 3);
        Assert.Equal("opg", opening.GetProperty("time_in_force").GetString());
        var auction = (await _stack.GetAsync("/books/XYZ")).Body.GetProperty("auction");
        Assert.Equal(
            (100, 6, -4),
            (auction.GetProperty("indicative_price").GetDecimal(), auction.GetProperty("paired_qty").GetDecimal(),
                auction.GetProperty("imbalance_qty").GetDecimal()));
        await _stack.KillSiloAsync(0);
        await _stack.StartSiloAsync();

        await PutAsync("open");
        await UntilAsync(opening, "filled");
        var fill = (await OrderAsync(opening)).GetProperty("execution").GetProperty("fills")[0];
        Assert.Equal((100, "auction"), (fill.GetProperty("price").GetDecimal(), fill.GetProperty("liquidity").GetString()));
        await UntilAsync(unfilled, "expired");
        Assert.Equal("auction_over", await RefusedAsync("b", "buy", "limit", "opg", 95));
        Assert.Equal("accepted", (await OrderAsync(close)).GetProperty("status").GetString());

        var market = await SentAsync("d", "buy", "market", "cls", null, 3);
        await _stack.KillSiloAsync(0);
        await _stack.StartSiloAsync();
        await PutAsync("closed");
        await UntilAsync(market, "filled");
        await Eventually.HoldsAsync(async () =>
            (await OrderAsync(close)).GetProperty("filled_qty").GetDecimal() == 1
            && (await OrderAsync(close)).GetProperty("status").GetString() == "expired");
        await UntilAsync(next, "filled");
        var (_, audit) = await _stack.GetAsync("/audit");
        Assert.Empty(audit.GetProperty("violations").EnumerateArray());
    }

    private async Task PutAsync(string status)
    {
        var json = $$"""
            {"asset_class":"EQUITY","tick_size":0.01,"max_quantity":100000,"reference_price":100,"status":"{{status}}"}
            """;
        await Eventually.HoldsAsync(async () => (await _stack.PutAsync("/instruments/XYZ", json)).Status is 200 or 201);
    }

    private Task<(int Status, JsonElement Body)> PostAsync(
        string account, string side, string type, string time, decimal? price, int quantity) => _stack.PostAsync("/orders", $$"""
        {"account":"{{account}}","symbol":"XYZ","side":"{{side}}","type":"{{type}}","time_in_force":"{{time}}",
         "qty":{{quantity}}{{(price is null ? "" : $",\"limit_price\":{price}")}} }
        """);

    private async Task<JsonElement> SentAsync(
        string account, string side, string type, string time, decimal? price, int quantity)
    {
        var (status, body) = await PostAsync(account, side, type, time, price, quantity);
        Assert.True(status == 201, $"{status} {body}");
        return body;
    }

    private async Task<string?> RefusedAsync(string account, string side, string type, string time, decimal? price = null)
    {
        var (status, body) = await PostAsync(account, side, type, time, price, 1);
        Assert.Equal(422, status);
        return body.GetProperty("code").GetString();
    }

    private async Task<JsonElement> OrderAsync(JsonElement order) =>
        (await _stack.GetAsync($"/orders/{order.GetProperty("id").GetString()}")).Body;

    private Task UntilAsync(JsonElement order, string status) => Eventually.HoldsAsync(async () =>
        (await OrderAsync(order)).TryGetProperty("status", out var now) && now.GetString() == status);
}
