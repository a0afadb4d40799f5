using System.Net.Http.Json;
using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Orders;

/// <summary>Lists of orders by status, a page at a time, over both stores.</summary>
public sealed class OrderListTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Orders_are_listed_by_each_status_page_by_page(bool onPostgres)
    {
        await using var database = onPostgres ? await PostgresServer.StartAsync() : null;
        await using var stack = database is null
            ? await TradingStack.StartAsync()
            : await TradingStack.StartClusterAsync(database.ConnectionString, silos: 1);
        await PlaceAsync(stack, "maker", "sell", 100, 5);
        foreach (var round in new[] { 1, 2 })
        {
            await PlaceAsync(stack, "desk", "buy", 90, 1);
            await PlaceAsync(stack, "desk", "buy", 100, 1);
            await PlaceAsync(stack, "desk", "buy", 91, 1_000_000);
            var canceled = await PlaceAsync(stack, "desk", "buy", 90 + round, 1);
            Assert.Equal(200, (await stack.DeleteAsync($"/orders/{canceled}")).Status);
        }
        Dictionary<string, string> expected = new()
        {
            ["accepted"] = "accepted accepted",
            ["Filled"] = "filled filled",
            ["rejected"] = "rejected rejected",
            ["CANCELED"] = "canceled canceled",
            ["partially_filled"] = "",
            ["expired"] = "",
            ["open"] = "accepted accepted",
            ["closed"] = "canceled rejected filled canceled rejected filled",
            ["all"] = "canceled rejected filled accepted canceled rejected filled accepted",
        };
        foreach (var (status, orders) in expected)
            foreach (var limit in new[] { 1, 3, 100 })
                Assert.Equal((status, limit, orders),
                    (status, limit, await ReadAsync(stack, $"/orders?account=desk&symbol=AAPL&status={status}&limit={limit}")));
        Assert.Equal("partially_filled", await ReadAsync(stack, "/orders?account=maker&status=partially_filled"));
        Assert.Equal("partially_filled", await ReadAsync(stack, "/orders?account=maker&status=open"));
        Assert.Equal("", await ReadAsync(stack, "/orders?account=maker&status=accepted"));
        await AssertRangesAsync(stack);
        var (refused, problem) = await stack.GetAsync("/orders?status=odd");
        Assert.Equal((400, "invalid_status"), (refused, problem.Text("code")));
        Assert.Contains("rejected", problem.Text("detail"), StringComparison.Ordinal);
    }

    /// <summary>Times, sides and both directions, of orders and of trades.</summary>
    private static async Task AssertRangesAsync(TradingStack stack)
    {
        foreach (var (list, time) in new[] { ("/orders", "received_at"), ("/trades", "at") })
        {
            var all = (await stack.GetAsync($"{list}?limit=1000")).Body.EnumerateArray().ToArray();
            var (newest, oldest) = (all[0].Text(time), all[^1].Text(time));
            foreach (var limit in new[] { 1, 2, 100 })
            {
                Assert.Equal(Ids(all.Reverse()), await ReadAsync(stack, $"{list}?direction=asc&limit={limit}", "id"));
                Assert.Equal(
                    Ids(all.Where(e => e.Text(time) != newest && e.Text(time) != oldest)),
                    await ReadAsync(stack, $"{list}?after={oldest}&until={newest}&limit={limit}", "id"));
                Assert.Equal(
                    Ids(all.Where(e => string.CompareOrdinal(e.Text(time), oldest) > 0).Reverse()),
                    await ReadAsync(stack, $"{list}?after={oldest}&direction=asc&limit={limit}", "id"));
            }
            Assert.Equal(200, (await stack.GetAsync($"{list}/{all[0].Text("id")}")).Status);
        }
        Assert.Equal("sell", await ReadAsync(stack, "/orders?side=sell", "side"));
        Assert.Equal("sell", await ReadAsync(stack, "/orders?side=sell&direction=asc&status=open", "side"));
        Assert.Equal(404, (await stack.DeleteAsync("/orders?account=desk&symbol=NOPE")).Status);

        static string Ids(IEnumerable<JsonElement> elements) => string.Join(' ', elements.Select(e => e.Text("id")));
    }

    /// <summary>A field on all pages, following their links.</summary>
    private static async Task<string> ReadAsync(TradingStack stack, string? path, string field = "status")
    {
        var found = new List<string>();
        while (path is not null)
        {
            using var response = await stack.Front.GetAsync(path);
            var page = await response.Content.ReadFromJsonAsync<JsonElement>();
            found.AddRange(page.EnumerateArray().Select(o => o.Text(field)));
            path = response.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null;
        }
        return string.Join(' ', found);
    }

    private static async Task<string> PlaceAsync(TradingStack stack, string account, string side, int price, int quantity)
    {
        var (_, answer) = await stack.PostAsync("/orders",
            $$"""
            {"symbol":"AAPL","account":"{{account}}","side":"{{side}}","type":"limit","limit_price":{{price}},"qty":{{quantity}}}
            """);
        return (answer.TryGetProperty("order", out var refused) ? refused : answer).Text("id");
    }
}
