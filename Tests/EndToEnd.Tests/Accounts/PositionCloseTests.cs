using System.Globalization;
using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;
using TradingOps.EndToEnd.Tests.Streams;

namespace TradingOps.EndToEnd.Tests.Accounts;

/// <summary>Positions that are closed by one request, and cash that is not free.</summary>
[Collection(SharedStack.Name)]
public sealed class PositionCloseTests(SharedStack shared)
{
    private readonly string _id = $"close-{Guid.NewGuid():N}"[..20];
    private readonly string _symbol = $"C{Guid.NewGuid():N}"[..12].ToUpperInvariant();

    private TradingStack Stack => shared.Stack;

    [Fact]
    public async Task A_position_is_closed_once_under_a_client_order_id()
    {
        await HoldAsync("sell", 10);
        await OfferAsync("buy", 100, 10);
        var first = await CloseAsync("?client_order_id=out-1");
        Assert.Equal((201, "sell", "market", "filled", 10m), (first.Status, first.Body.Text("side"), first.Body.Text("type"),
            first.Body.Text("status"), first.Body.GetProperty("filled_qty").GetDecimal()));
        var again = await CloseAsync("?client_order_id=out-1");
        Assert.Equal((200, first.Body.Text("id")), (again.Status, again.Body.Text("id")));
        await AssertProblemAsync("", 404, "no_position");
        await AssertProblemAsync("?client_order_id=out-1&qty=3", 409, "client_order_id_reused");
        Assert.Equal(0, await PositionAsync());
    }

    [Fact]
    public async Task A_short_position_is_closed_in_parts()
    {
        await HoldAsync("buy", 10);
        await OfferAsync("sell", 100, 10);
        Assert.Equal(201, (await CloseAsync("?qty=3")).Status);
        Assert.Equal(-7, await PositionAsync());
        var half = await CloseAsync("?percent=50");
        Assert.Equal((201, "buy", 3m), (half.Status, half.Body.Text("side"), half.Body.GetProperty("qty").GetDecimal()));
        Assert.Equal(-4, await PositionAsync());
        await AssertProblemAsync("?percent=20", 400, "invalid_quantity");
        await AssertProblemAsync("?qty=5", 422, "exceeds_position");
        await AssertProblemAsync("?qty=0", 400, "invalid_quantity");
        await AssertProblemAsync("?percent=100.5", 400, "invalid_percent");
        await AssertProblemAsync("?qty=1&percent=50", 400, "invalid_percent");
        Assert.Equal(201, (await CloseAsync("?percent=100")).Status);
        Assert.Equal(0, await PositionAsync());
    }

    [Fact]
    public async Task Open_orders_that_close_leave_less_to_be_closed()
    {
        await HoldAsync("sell", 10);
        await OfferAsync("buy", 100, 10);
        await PlaceAsync(_id, "sell", 110, 6);
        var (status, problem) = await CloseAsync("");
        Assert.Equal((422, "exceeds_position"), (status, problem.Text("code")));
        Assert.Equal("rejected", problem.GetProperty("order").Text("status"));
        Assert.Equal(201, (await CloseAsync("?qty=4")).Status);
        await AssertProblemAsync("?qty=1", 422, "exceeds_position");
        Assert.Equal(200, (await Stack.DeleteAsync($"/orders?account={_id}&symbol={_symbol}")).Status);
        Assert.Equal(201, (await CloseAsync("")).Status);
        Assert.Equal(0, await PositionAsync());
    }

    [Fact]
    public async Task Nothing_is_closed_of_what_is_not_there()
    {
        await HoldAsync("sell", 1);
        Assert.Equal("unknown_account", (await Stack.DeleteAsync("/accounts/nobody/positions/AAPL")).Body.Text("code"));
        Assert.Equal("unknown_symbol", (await Stack.DeleteAsync($"/accounts/{_id}/positions/NOPE")).Body.Text("code"));
        Assert.Equal("no_position", (await Stack.DeleteAsync($"/accounts/{_id}/positions/MSFT")).Body.Text("code"));
    }

    [Fact]
    public async Task Cash_that_is_not_free_is_refused_by_either_request()
    {
        Assert.Equal(200, (await Stack.PutAsync($"/accounts/{_id}", """{"cash":10000}""")).Status);
        await HoldAsync("sell", 90);
        Assert.Equal(1000, await CashAsync());
        var posted = await Stack.PostAsync($"/accounts/{_id}/cash", """{"amount":-1000.01,"reference":"out"}""");
        Assert.Equal((422, "insufficient_cash"), (posted.Status, posted.Body.Text("code")));
        // The position is worth 99 each by now, and the order holds 396.
        await PlaceAsync(_id, "buy", 99, 4);
        var put = await Stack.PutAsync($"/accounts/{_id}", """{"cash":395,"limits":{"max_position":7}}""");
        Assert.Equal((422, "insufficient_cash"), (put.Status, put.Body.Text("code")));
        Assert.Contains("395", put.Body.Text("detail"), StringComparison.Ordinal);
        Assert.Equal(1000, await CashAsync());
        var limits = (await Stack.GetAsync($"/accounts/{_id}/settings")).Body.GetProperty("limits");
        Assert.NotEqual(7, limits.GetProperty("max_position").GetDecimal());
        Assert.Equal(200, (await Stack.PutAsync($"/accounts/{_id}", """{"cash":396}""")).Status);
        Assert.Equal(396, await CashAsync());
    }

    /// <summary>Opens a market, and a position of the account against an offer on one side.</summary>
    private async Task HoldAsync(string side, int quantity)
    {
        var listed = await Stack.PutAsync(
            $"/instruments/{_symbol}",
            """{"asset_class":"EQUITY","tick_size":1,"max_quantity":1000,"reference_price":100,"session":"always"}""");
        Assert.Equal(201, listed.Status);
        await OfferAsync(side, 100, quantity);
        await PlaceAsync(_id, side == "sell" ? "buy" : "sell", 100, quantity);
        Assert.Equal(side == "sell" ? quantity : -quantity, await PositionAsync());
    }

    private Task OfferAsync(string side, int price, int quantity) => PlaceAsync(_id + "-other", side, price, quantity);

    private async Task PlaceAsync(string account, string side, int price, int quantity)
    {
        var (status, body) = await Stack.PostAsync("/orders", string.Create(CultureInfo.InvariantCulture, $$"""
            {"symbol":"{{_symbol}}","account":"{{account}}","side":"{{side}}","type":"limit","limit_price":{{price}},
             "qty":{{quantity}}}
            """));
        Assert.True(status == 201, $"{status} {body}");
    }

    private Task<(int Status, JsonElement Body)> CloseAsync(string query) =>
        Stack.DeleteAsync($"/accounts/{_id}/positions/{_symbol}{query}");

    private async Task AssertProblemAsync(string query, int status, string code)
    {
        var (actual, body) = await CloseAsync(query);
        Assert.Equal((status, code), (actual, body.Text("code")));
    }

    private async Task<decimal> PositionAsync() => (await Stack.GetAsync($"/accounts/{_id}/positions")).Body.EnumerateArray()
        .Where(p => p.Text("symbol") == _symbol).Select(p => p.GetProperty("qty").GetDecimal()).Single();

    private async Task<decimal> CashAsync() => (await Stack.GetAsync($"/accounts/{_id}")).Body.GetProperty("cash").GetDecimal();
}
