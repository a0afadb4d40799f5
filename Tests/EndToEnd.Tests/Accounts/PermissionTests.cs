using System.Text.Json;
using TradingOps.EndToEnd.Tests.Sessions;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Accounts;

/// <summary>What accounts may open over HTTP: permissions, the restricted list, short sales, margin models.</summary>
public sealed class PermissionTests : IAsyncLifetime
{
    private TradingStack _stack = null!;

    public async Task InitializeAsync() => _stack = await TradingStack.StartAsync();

    public async Task DisposeAsync() => await _stack.DisposeAsync();

    [Fact]
    public async Task A_short_sale_after_a_fall_needs_a_limit_above_the_bid()
    {
        var (status, body) = await _stack.PutAsync(
            $"/prices/AAPL/{TwoPeople.Today:yyyy-MM-dd}", """{"kind":"close","price":100,"reason":"closing file"}""");
        Assert.True(status == 200, $"{status} {body}");
        Assert.Null(await RefusedAsync("maker", "AAPL", "buy", 10, 90));
        Assert.Null(await RefusedAsync("holder", "AAPL", "sell", 10, 90));
        Assert.Null(await RefusedAsync("maker", "AAPL", "buy", 10, 89.99m));
        Assert.Equal("short_sale_restricted", await RefusedAsync("short", "AAPL", "sell", 1, 89.99m));
        Assert.Null(await RefusedAsync("short", "AAPL", "sell", 1, 90));
        // Who holds shares sells them as before.
        Assert.Null(await RefusedAsync("maker", "AAPL", "sell", 1, 91));
        Assert.Equal(200, (await _stack.DeleteAsync("/orders?account=maker")).Status);
    }

    [Fact]
    public async Task Permissions_and_the_restricted_list_let_positions_be_closed_only()
    {
        Assert.Null(await RefusedAsync("maker", "MSFT", "sell", 50, 400));
        Assert.Null(await RefusedAsync("holder", "MSFT", "buy", 10, 400));
        Assert.Equal(200, (await PutInstrumentAsync("MSFT", """ "restriction":"insider list 7" """)).Status);
        Assert.Equal("restricted", await RefusedAsync("holder", "MSFT", "buy", 1, 400));
        Assert.Null(await RefusedAsync("holder", "MSFT", "sell", 4, 401));
        Assert.Equal(200, (await PutInstrumentAsync("MSFT", "\"hard_to_borrow\":true")).Status);
        Assert.Equal("locate_required", await RefusedAsync("short", "MSFT", "sell", 5, 402));
        var located = await _stack.PutAsync("/accounts/short/locates/MSFT", """{"qty":5,"reason":"prime broker"}""");
        Assert.Equal((200, 5), (located.Status, located.Body.GetProperty("qty").GetDecimal()));
        Assert.Null(await RefusedAsync("short", "MSFT", "sell", 5, 402));
        Assert.Equal("locate_required", await RefusedAsync("short", "MSFT", "sell", 1, 402));
        await LimitAsync("holder", """ "asset_classes":["FUTURES"] """);
        Assert.Equal("not_permitted", await RefusedAsync("holder", "AAPL", "buy", 1, 100));
        Assert.Null(await RefusedAsync("holder", "MSFT", "sell", 1, 403));
        await LimitAsync("holder", """ "asset_classes":[],"symbols":["NVDA"],"long_only":true """);
        Assert.Equal("not_permitted", await RefusedAsync("holder", "AAPL", "buy", 1, 100));
        Assert.Equal("not_permitted", await RefusedAsync("holder", "NVDA", "sell", 1, 100));
        Assert.Null(await RefusedAsync("holder", "NVDA", "buy", 1, 100));
        Assert.Equal(400, (await _stack.PutAsync("/accounts/holder", """{"limits":{"asset_classes":["BONDS"]}}""")).Status);
        using var csv = await _stack.Front.GetAsync("/audit-trail?account=short&format=csv");
        var lines = (await csv.Content.ReadAsStringAsync()).Split("\r\n");
        Assert.StartsWith("at,event,account,symbol,sequence,who", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.Contains(",shares_located,short,MSFT,", StringComparison.Ordinal)
            && line.EndsWith(",prime broker,,", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_margin_model_goes_with_what_is_held()
    {
        Assert.Null(await RefusedAsync("maker", "NVDA", "buy", 10, 100));
        Assert.Null(await RefusedAsync("model", "NVDA", "sell", 10, 100));
        Assert.Equal("margin_model_refused", await ChangeAsync("""{"margin":"cash"}"""));
        Assert.Null(await RefusedAsync("maker", "NVDA", "sell", 10, 100));
        Assert.Null(await RefusedAsync("model", "NVDA", "buy", 10, 100));
        Assert.Null(await ChangeAsync("""{"margin":"cash"}"""));

        async Task<string?> ChangeAsync(string json)
        {
            var (status, body) = await _stack.PutAsync("/accounts/model", json);
            return status == 200 ? null : body.Text("code");
        }
    }

    private Task<(int Status, JsonElement Body)> PutInstrumentAsync(string symbol, string rest) =>
        _stack.PutAsync($"/instruments/{symbol}", $$"""
            {"asset_class":"EQUITY","tick_size":0.01,"max_quantity":1000000,"reference_price":415.2,{{rest}} }
            """);

    private async Task LimitAsync(string account, string limits) =>
        Assert.Equal(200, (await _stack.PutAsync($"/accounts/{account}", $$"""{"limits":{ {{limits}} } }""")).Status);

    private Task<string?> RefusedAsync(string account, string symbol, string side, int quantity, decimal price) =>
        LimitOrder.SendAsync(_stack, account, symbol, side, quantity, price);
}
