using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;
using TradingOps.EndToEnd.Tests.Streams;

namespace TradingOps.EndToEnd.Tests.Orders;

/// <summary>Orders that are changed, and instruments of other exchanges.</summary>
[Collection(SharedStack.Name)]
public sealed class AmendedRemainderTests(SharedStack shared)
{
    private readonly string _id = $"amend-{Guid.NewGuid():N}"[..20];

    private TradingStack Stack => shared.Stack;

    [Fact]
    public async Task What_is_left_of_an_order_may_be_below_the_minimum()
    {
        var symbol = await ListAsync("""{"min_quantity":10}""");
        var order = await PlaceAsync($$"""{"symbol":"{{symbol}}","type":"limit","limit_price":100,"qty":100}""");
        Assert.Equal(400, (await AmendAsync(order, """{"qty":9}""")).Status);
        await PlaceAsync($$"""{"symbol":"{{symbol}}","side":"sell","type":"limit","limit_price":100,"qty":95}""", "-other");
        var (status, amended) = await AmendAsync(order, """{"limit_price":101}""");
        Assert.Equal((200, 101m, 5m), (status, amended.GetProperty("limit_price").GetDecimal(),
            amended.GetProperty("remaining_qty").GetDecimal()));
        (status, amended) = await AmendAsync(order, """{"qty":98}""");
        Assert.Equal((200, 3m), (status, amended.GetProperty("remaining_qty").GetDecimal()));
        (status, amended) = await AmendAsync(order, """{"limit_price":99}""");
        Assert.Equal((200, 98m), (status, amended.GetProperty("qty").GetDecimal()));
    }

    [Theory]
    [InlineData("stop_limit", ",\"limit_price\":112")]
    [InlineData("stop", "")]
    public async Task A_stop_moved_to_a_reached_price_shows_it(string type, string limit)
    {
        var symbol = await ListAsync("""{"min_quantity":1}""");
        await PlaceAsync($$"""{"symbol":"{{symbol}}","side":"sell","type":"limit","limit_price":100,"qty":1}""", "-other");
        await PlaceAsync($$"""{"symbol":"{{symbol}}","type":"limit","limit_price":100,"qty":1}""", "-third");
        var order = await PlaceAsync($$"""{"symbol":"{{symbol}}","type":"{{type}}","stop_price":110,"qty":1{{limit}}}""");
        var (status, amended) = await AmendAsync(order, """{"stop_price":95}""");
        Assert.Equal((200, 95m), (status, amended.GetProperty("stop_price").GetDecimal()));
        var stored = (await Stack.GetAsync($"/orders/{order}")).Body;
        Assert.Equal(95, stored.GetProperty("stop_price").GetDecimal());
    }

    [Theory]
    [InlineData("6EZ6", "2026-12-14", 125_000)]
    [InlineData("2YYZ6", "2026-12-31", 1_000)]
    [InlineData("6JZ6", "2026-12-14", 12_500_000)]
    public async Task Futures_of_roots_that_begin_with_a_digit_are_listed(string symbol, string expiry, int multiplier)
    {
        var json = $$"""
            {"asset_class":"FUTURES","tick_size":0.0000005,"multiplier":{{multiplier}},"max_quantity":1000,"expiry":"{{expiry}}"}
            """;
        Assert.True((await Stack.PutAsync($"/instruments/{symbol}", json)).Status is 200 or 201);
        var (status, body) = await Stack.GetAsync($"/instruments/{symbol}");
        Assert.Equal((200, (decimal)multiplier), (status, body.GetProperty("multiplier").GetDecimal()));
    }

    [Fact]
    public async Task An_option_is_listed_by_its_padded_symbol()
    {
        const string Padded = "1AAPL 271217C00190000";
        var json = $$"""{"symbol":"{{Padded}}","asset_class":"OPTIONS","tick_size":0.01,"max_quantity":1000}""";
        Assert.True((await Stack.PutAsync($"/instruments/{Uri.EscapeDataString(Padded)}", json)).Status is 200 or 201);
        foreach (var path in new[] { $"/instruments/{Uri.EscapeDataString(Padded)}", "/instruments/1AAPL271217C00190000" })
        {
            var (status, body) = await Stack.GetAsync(path);
            Assert.Equal((200, "1AAPL271217C00190000"), (status, body.GetProperty("symbol").GetString()));
        }
    }

    /// <summary>Lists a stock and returns its symbol.</summary>
    private async Task<string> ListAsync(string fields)
    {
        var json = """{"asset_class":"EQUITY","tick_size":1,"max_quantity":1000,"reference_price":100,"session":"always","""
            + fields[1..];
        var symbol = $"A{Guid.NewGuid():N}"[..12].ToUpperInvariant();
        Assert.Equal(201, (await Stack.PutAsync($"/instruments/{symbol}", json)).Status);
        return symbol;
    }

    private async Task<string> PlaceAsync(string json, string suffix = "")
    {
        var (status, body) = await Stack.PostAsync("/orders", $$"""{"account":"{{_id}}{{suffix}}",{{json[1..]}}""");
        Assert.True(status == 201, $"{status} {body}");
        return body.GetProperty("id").GetString()!;
    }

    private Task<(int Status, JsonElement Body)> AmendAsync(string order, string json) =>
        Stack.SendAsync(HttpMethod.Patch, $"/orders/{order}", json);
}
