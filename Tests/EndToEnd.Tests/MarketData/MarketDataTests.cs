using System.Globalization;
using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.MarketData;

/// <summary>Prices, bars and feeds over HTTP, with processes that are killed.</summary>
public sealed class MarketDataTests
{
    private const int Recorded = 3_000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Bars_hold_every_trade_once_whichever_silo_is_killed(bool isDatabase)
    {
        await using var database = isDatabase ? await PostgresServer.StartAsync() : null;
        var feeds = Directory.CreateTempSubdirectory("tradingops-feeds-");
        await WriteRecordingAsync(Path.Combine(feeds.FullName, "day.csv"));
        string[] settings = ["--Feeds:Folder", feeds.FullName];
        await using var stack = database is null
            ? await TradingStack.StartAsync(null, settings)
            : await TradingStack.StartClusterAsync(database.ConnectionString, silos: 2, settings);
        var (status, feed) = await stack.PostAsync(
            "/feeds", """{"id":"day","symbols":["MSFT"],"file":"day.csv","speed":150}""");
        Assert.True(status == 201, $"{feed}");

        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 10; i++) await TradeAsync(stack, 100 + round, 1 + i);
            // In the middle of the recording, if it is not over yet.
            await Eventually.BecomesAsync(() => stack.GetAsync("/feeds/day"), a => a.Status == 200
                && (a.Body.Text("status") == "finished" || a.Body.GetProperty("taken").GetInt64() > 0));
            var victim = isDatabase ? stack.HomeOf("AAPL") : 0;
            await stack.KillSiloAsync(victim);
            await stack.StartSiloAsync(victim);
        }
        for (var i = 0; i < 10; i++) await TradeAsync(stack, 103, 1 + i);

        var bars = await Eventually.BecomesAsync(() => stack.GetAsync("/bars/AAPL?timeframe=1Day"), a => a.Status == 200);
        var (count, volume) = Sum(bars.Body);
        var trades = (await stack.GetAsync("/trades?symbol=AAPL&limit=1000")).Body;
        Assert.Equal((trades.GetArrayLength(), 4 * 55), (count, volume));
        Assert.Equal(trades.EnumerateArray().Sum(t => t.GetProperty("qty").GetDecimal()), volume);

        var ended = await Eventually.BecomesAsync(
            () => stack.GetAsync("/feeds/day"), a => a.Status == 200 && a.Body.Text("status") is not "running");
        Assert.Equal(("finished", null), (ended.Body.Text("status"), ended.Body.GetProperty("fault").GetString()));
        var recorded = await stack.GetAsync("/bars/MSFT?timeframe=1Min&start=2026-01-05T00:00:00Z&limit=1000");
        Assert.Equal((Recorded, Recorded * 2), Sum(recorded.Body));
        Assert.Equal(Recorded / 60, recorded.Body.GetArrayLength());
        feeds.Delete(recursive: true);
    }

    [Fact]
    public async Task Accounts_can_only_reduce_by_the_prices_of_a_silent_feed()
    {
        await using var stack = await TradingStack.StartAsync(null, "--Feeds:StaleAfter", "00:00:02");
        await TradeAsync(stack, 100, 10);
        Assert.Equal(201, (await stack.PostAsync("/feeds", """{"id":"desk","kind":"push","symbols":["AAPL"]}""")).Status);
        var price = await TickAsync("""{"feed":"desk","symbol":"AAPL","price":120,"qty":5}""");
        Assert.Equal(("desk", 120m, false), (
            price.Text("source"), price.GetProperty("last_price").GetDecimal(), price.GetProperty("stale").GetBoolean()));
        await Eventually.HoldsAsync(async () => await MarkAsync() == 120);

        await Eventually.HoldsAsync(async () =>
            (await stack.GetAsync("/price?symbol=AAPL")).Body.GetProperty("stale").GetBoolean());
        await Eventually.BecomesAsync(() => OrderAsync("buy"), code => code == "reduce_only");
        Assert.Null(await OrderAsync("sell"));
        // It is heard of again and again, so that the price is not stale while the account looks.
        await Eventually.HoldsAsync(async () =>
        {
            await TickAsync("""{"feed":"desk","symbol":"AAPL","bid":119.99,"bid_qty":500,"ask":120.01,"ask_qty":500}""");
            return await OrderAsync("buy") is null;
        });
        Assert.Equal(200, (await stack.SendAsync(HttpMethod.Patch, "/feeds/desk", """{"status":"stopped"}""")).Status);
        await Eventually.HoldsAsync(async () => await MarkAsync() == 100);

        async Task<JsonElement> TickAsync(string tick)
        {
            var (status, body) = await stack.PostAsync("/tick", tick);
            Assert.True(status == 200, $"{body}");
            return body;
        }

        async Task<decimal> MarkAsync() => (await stack.GetAsync("/accounts/buyer/positions")).Body.EnumerateArray()
            .Single().GetProperty("mark").GetDecimal();

        async Task<string?> OrderAsync(string side)
        {
            var (status, order) = await stack.PostAsync("/orders", $$"""
                {"symbol":"AAPL","account":"buyer","side":"{{side}}","type":"limit","limit_price":100,"qty":1}
                """);
            if (status == 201) await stack.DeleteAsync($"/orders/{order.Text("id")}");
            return status == 201 ? null : order.Text("code");
        }
    }

    [Fact]
    public async Task Bars_and_feeds_refuse_what_they_do_not_know()
    {
        await using var stack = await TradingStack.StartAsync();
        (string Path, string? Body, int Status, string Code)[] cases =
        [
            ("/bars/NOPE", null, 404, "unknown_symbol"),
            ("/bars/AAPL?timeframe=7Min", null, 400, "invalid_timeframe"),
            ("/bars/AAPL?start=2026-01-05", null, 400, "invalid_time"),
            ("/bars/AAPL?start=2026-01-05T00:00:00Z&end=2026-01-04T00:00:00Z", null, 400, "invalid_time"),
            ("/bars/AAPL?limit=10001", null, 400, "invalid_limit"),
            ("/bars/AAPL?adjustment=all", null, 400, "unknown_parameter"),
            ("/price", null, 400, "missing_field"),
            ("/price?symbol=NOPE", null, 404, "unknown_symbol"),
            ("/feeds/nope", null, 404, "unknown_feed"),
            ("/feeds", """{"symbols":["AAPL"]}""", 400, "missing_field"),
            ("/feeds", """{"id":"a"}""", 400, "missing_field"),
            ("/feeds", """{"id":"a","symbols":["NOPE"],"file":"a.csv"}""", 400, "invalid_feed"),
            ("/feeds", """{"id":"a","symbols":["AAPL"],"file":"a.csv","format":"parquet"}""", 400, "invalid_feed"),
            ("/feeds", """{"id":"a","symbols":["AAPL"],"file":"a.csv","colour":"red"}""", 400, "unknown_field"),
            ("/tick", """{"feed":"a","symbol":"AAPL"}""", 400, "missing_field"),
            ("/tick", """{"feed":"a","symbol":"AAPL","price":1,"qty":0}""", 400, "invalid_quantity"),
            ("/tick", """{"feed":"a","symbol":"AAPL","bid":2,"ask":1}""", 400, "invalid_price"),
            ("/tick", """{"feed":"a","symbol":"AAPL","price":1,"qty":1}""", 404, "unknown_feed"),
            ("/tick", """{"feed":"pushed","symbol":"MSFT","price":-1,"qty":1}""", 400, "invalid_price"),
            ("/tick", """{"feed":"pushed","symbol":"MSFT","bid":4e27,"ask":4e27}""", 400, "invalid_price"),
            ("/tick", """{"feed":"pushed","symbol":"MSFT","bid":1,"at":"0001-01-01T00:00:00Z"}""", 400, "invalid_price"),
            ("/tick", """{"feed":"pushed","symbol":"MSFT","bid":1,"at":"9999-12-31T23:59:59Z"}""", 400, "invalid_price"),
        ];
        await stack.PostAsync("/feeds", """{"id":"pushed","kind":"push","symbols":["MSFT"]}""");
        foreach (var (path, body, expected, code) in cases)
        {
            var (status, problem) = body is null ? await stack.GetAsync(path) : await stack.PostAsync(path, body);
            Assert.True((expected, code) == (status, problem.Text("code")), $"{path} {body}: {status} {problem}");
        }
        // A feed that cannot begin says why.
        await stack.PostAsync("/feeds", """{"id":"lost","symbols":["AAPL"],"file":"lost.csv"}""");
        var failed = await Eventually.BecomesAsync(
            () => stack.GetAsync("/feeds/lost"), a => a.Body.Text("status") == "failed");
        Assert.Contains("there is no file 'lost.csv'", failed.Body.Text("fault"), StringComparison.Ordinal);
        await stack.DeleteAsync("/feeds/lost");
        await stack.DeleteAsync("/feeds/pushed");
        Assert.Equal(0, (await stack.GetAsync("/feeds")).Body.GetArrayLength());
    }

    private static (long Count, decimal Volume) Sum(JsonElement bars) => (
        bars.EnumerateArray().Sum(b => b.GetProperty("count").GetInt64()),
        bars.EnumerateArray().Sum(b => b.GetProperty("volume").GetDecimal()));

    private static async Task WriteRecordingAsync(string path)
    {
        var begin = new DateTime(2026, 1, 5, 14, 30, 0, DateTimeKind.Utc);
        await File.WriteAllLinesAsync(path, Enumerable.Range(0, Recorded)
            .Select(i => string.Create(CultureInfo.InvariantCulture, $"{begin.AddSeconds(i):O},{400 + i % 10},2"))
            .Prepend("time,price,qty"));
    }

    /// <summary>A trade of two accounts, whose orders are sent until they are acknowledged.</summary>
    private static async Task TradeAsync(TradingStack stack, decimal price, decimal quantity)
    {
        foreach (var (account, side) in new[] { ("seller", "sell"), ("buyer", "buy") })
        {
            var order = JsonSerializer.Serialize(new
            {
                symbol = "AAPL",
                account,
                side,
                type = "limit",
                time_in_force = "gtc",
                limit_price = price,
                qty = quantity,
                client_order_id = Guid.NewGuid().ToString("n"),
            });
            await Eventually.BecomesAsync(() => stack.PostAsync("/orders", order), a => a.Status is 200 or 201);
        }
    }
}
