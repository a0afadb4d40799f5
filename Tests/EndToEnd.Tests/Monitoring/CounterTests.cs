using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Monitoring;

/// <summary>Counters and gauges equal what the API says, to the unit, added up over all silos.</summary>
public sealed class CounterTests
{
    private static readonly string[] Accounts = ["maker", "taker"];
    private static readonly string[] Symbols = ["AAPL", "MSFT", "SPY", "ESZ7"];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Metrics_and_the_API_agree(int silos)
    {
        await using var database = silos > 1 ? await PostgresServer.StartAsync() : null;
        await using var stack = database is null
            ? await TradingStack.StartAsync()
            : await TradingStack.StartClusterAsync(database.ConnectionString, silos);
        await TradeAsync(stack);

        var orders = await OrdersAsync(stack);
        // Counted where it became durable: there when the answer is. Gauges follow within seconds.
        await AssertCountersAsync(stack, orders);
        await Eventually.BecomesAsync(() => DifferencesAsync(stack, orders), d => d.Length == 0);
        await AssertBreakerAsync(stack, orders.Count(o => o.Text("status") == "rejected"));
        if (database is null) return;
        var page = await MetricsPage.ReadAsync(stack.SilosHttp);
        Assert.Equal([1, 1, 1], page.Series("database_connection_status"));
        Assert.True(page.Sum("db_operation_duration_seconds_count", ("operation", "journal_append")) > 0);
    }

    private static async Task TradeAsync(TradingStack stack)
    {
        foreach (var symbol in Symbols)
        {
            var price = symbol == "ESZ7" ? 5000 : 100;
            for (var i = 0; i < 5; i++) await PlaceAsync(stack, symbol, "maker", "sell", 4, price + i, $"{symbol}-m{i}", 201);
            await PlaceAsync(stack, symbol, "taker", "buy", 6, price + 1, $"{symbol}-t1", 201);
            // Sent again: answered from what is stored, counted once.
            await PlaceAsync(stack, symbol, "taker", "buy", 6, price + 1, $"{symbol}-t1", 200);
            await PlaceAsync(stack, symbol, "taker", "buy", 2, price - 10, $"{symbol}-t2", 201);
            await PlaceAsync(stack, symbol, "taker", "buy", symbol == "ESZ7" ? 10_000 : 100_000, price, $"{symbol}-t3", 422);
            // Neither stored nor counted: it is no order.
            await PlaceAsync(stack, symbol, "taker", "buy", 1, -1, $"{symbol}-t4", 400);
        }
        var open = (await stack.GetAsync("/orders?account=taker&status=open&limit=1000")).Body.EnumerateArray().ToArray();
        Assert.Equal(Symbols.Length, open.Length);
        Assert.Equal(200, (await stack.DeleteAsync($"/orders/{open[0].Text("id")}")).Status);
    }

    private static async Task AssertCountersAsync(TradingStack stack, JsonElement[] orders)
    {
        var page = await MetricsPage.ReadAsync(stack.SilosHttp);
        var taken = orders.Where(o => o.Text("status") != "rejected").ToArray();
        var fills = taken.SelectMany(FillsOf).ToArray();
        foreach (var symbol in Symbols)
        {
            foreach (var side in new[] { "buy", "sell" })
            {
                (string, string)[] labels = [("symbol", symbol), ("side", side)];
                JsonElement[] Of(IEnumerable<JsonElement> all) =>
                    [.. all.Where(o => o.Text("symbol") == symbol && o.Text("side") == side)];
                Assert.Equal(Of(taken).Length, page.Sum("orders_placed_total", labels));
                Assert.Equal(Of(taken).Length, page.Sum("orders_total", [.. labels, ("status", "success")]));
                Assert.Equal(Of(orders).Length - Of(taken).Length, page.Sum("orders_total", [.. labels, ("status", "rejected")]));
                Assert.Equal(Of(taken).SelectMany(FillsOf).Count(), page.Sum("order_fills_total", labels));
                Assert.Equal(
                    Of(taken).Sum(o => o.GetProperty("filled_qty").GetDouble()), page.Sum("order_filled_quantity_total", labels));
                Assert.Equal(
                    Of(orders).Count(o => o.Text("status") == "canceled"), page.Sum("order_cancellations_total", labels));
            }
        }
        foreach (
            var reason in orders.Select(o => o.Text("reject_reason")).Where(r => r is not null and not "requested").Distinct())
            Assert.Equal(orders.Count(o => o.Text("reject_reason") == reason && o.Text("status") == "rejected"),
                page.Sum("order_rejections_total", ("reason", reason!)));
        Assert.Equal(fills.Length / 2, page.Sum("trades_processed_total", ("status", "success")));
        Assert.Equal(0, page.Sum("orders_total", ("status", "failed")));
        Assert.Equal(taken.Length, page.Sum("orders_routed_total"));
    }

    /// <summary>Gauges that do not say what the API says.</summary>
    private static async Task<string> DifferencesAsync(TradingStack stack, JsonElement[] orders)
    {
        var firm = (await stack.GetAsync("/firm")).Body;
        var page = await MetricsPage.ReadAsync(stack.SilosHttp);
        var pnl = firm.GetProperty("pnl");
        var positions = firm.GetProperty("positions").EnumerateArray().ToDictionary(p => p.Text("symbol")!);
        var expected = new List<(string What, double Api, double[] Metric)>
        {
            ("realized", pnl.GetProperty("realized").GetDouble(), page.Series("pnl_dollars", ("type", "realized"))),
            ("unrealized", pnl.GetProperty("unrealized").GetDouble(), page.Series("pnl_dollars", ("type", "unrealized"))),
            ("unrealized by symbol", pnl.GetProperty("unrealized").GetDouble(), [page.Sum("unrealized_pnl_dollars")]),
            ("gross", firm.GetProperty("exposure").GetProperty("gross").GetDouble(), page.Series("exposure_gross_dollars")),
            ("net", firm.GetProperty("exposure").GetProperty("net").GetDouble(), page.Series("exposure_net_dollars")),
            ("start of day", firm.GetProperty("start_of_day_equity").GetDouble(),
                page.Series("account_equity_start_of_day_dollars")),
            ("positions", firm.GetProperty("open_positions").GetDouble(), page.Series("positions_total")),
        };
        foreach (var symbol in Symbols)
        {
            expected.Add(($"open orders {symbol}", orders.Count(o => o.Text("symbol") == symbol
                && o.Text("status") is "accepted" or "partially_filled"), page.Series("orders_open", ("symbol", symbol))));
            expected.Add(($"position {symbol}", positions.TryGetValue(symbol, out var p) ? p.GetProperty("qty").GetDouble() : 0,
                [page.Sum("positions_current", ("symbol", symbol))]));
        }
        // One silo only shows each of them.
        return string.Join("; ", expected.Where(e => e.Metric is not [var value] || Math.Abs(value - e.Api) > 1e-9)
            .Select(e => $"{e.What}: {e.Api} is [{string.Join(", ", e.Metric)}]"));
    }

    private static async Task AssertBreakerAsync(TradingStack stack, int rejectedBefore)
    {
        await stack.PostAsync("/breakers/firm/trip", """{"reason":"test"}""");
        await PlaceAsync(stack, "AAPL", "taker", "buy", 1, 100, "stopped", 422);
        var page = await MetricsPage.ReadAsync(stack.SilosHttp);
        Assert.Equal(rejectedBefore + 1, page.Sum("orders_total", ("status", "rejected")));
        await Eventually.BecomesAsync(() => MetricsPage.ReadAsync(stack.SilosHttp),
            p => p.Series("circuit_breaker_state").All(state => state == 1));
    }

    private static async Task<JsonElement[]> OrdersAsync(TradingStack stack)
    {
        var orders = new List<JsonElement>();
        foreach (var account in Accounts)
            orders.AddRange((await stack.GetAsync($"/orders?account={account}&limit=1000")).Body.EnumerateArray());
        return [.. orders];
    }

    private static async Task PlaceAsync(
        TradingStack stack, string symbol, string account, string side, int quantity, int price, string id, int expected)
    {
        var (status, body) = await stack.PostAsync("/orders",
            $$"""
            {"symbol":"{{symbol}}","account":"{{account}}","side":"{{side}}","qty":{{quantity}},"type":"limit",
             "limit_price":{{price}},"client_order_id":"{{id}}"}
            """);
        Assert.True(status == expected, $"{symbol} {id}: {status} {body}");
    }

    private static IEnumerable<JsonElement> FillsOf(JsonElement order) =>
        order.GetProperty("execution") is { ValueKind: JsonValueKind.Object } execution
            ? execution.GetProperty("fills").EnumerateArray()
            : [];
}
