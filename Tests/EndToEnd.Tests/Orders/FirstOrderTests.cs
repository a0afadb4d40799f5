using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Orders;

/// <summary>What the README shows, against real processes with the simulation on.</summary>
public sealed class FirstOrderTests(SimulatedStack simulated) : IClassFixture<SimulatedStack>
{
    private readonly TradingStack _stack = simulated.Stack;

    [Fact]
    public async Task The_least_order_is_filled_at_once_and_position_and_pnl_follow()
    {
        var (status, order) = await _stack.PostAsync("/orders", """{"symbol":"AAPL","qty":10,"asset_class":"EQUITY"}""");

        Assert.Equal(201, status);
        Assert.Equal("filled", order.GetProperty("status").GetString());
        Assert.Equal("demo", order.GetProperty("account").GetString());
        var execution = order.GetProperty("execution");
        Assert.Equal(10, execution.GetProperty("filled_qty").GetDecimal());
        Assert.Equal("EQUITY_EXCHANGE", execution.GetProperty("destination").GetString());
        var price = execution.GetProperty("avg_price").GetDecimal();
        Assert.InRange(price, 90, 280);

        var (_, stored) = await _stack.GetAsync($"/orders/{order.GetProperty("id").GetString()}");
        Assert.Equal(order.GetRawText(), stored.GetRawText());

        var (_, positions) = await _stack.GetAsync("/accounts/demo/positions");
        var position = Assert.Single(positions.EnumerateArray());
        Assert.Equal(10, position.GetProperty("qty").GetDecimal());
        Assert.Equal(price, position.GetProperty("avg_price").GetDecimal());
        var mark = position.GetProperty("mark").GetDecimal();
        Assert.Equal((mark - price) * 10, position.GetProperty("unrealized_pnl").GetDecimal());

        var (_, account) = await _stack.GetAsync("/accounts/demo");
        Assert.Equal(1_000_000 - 10 * price, account.GetProperty("cash").GetDecimal());
        var pnl = account.GetProperty("pnl");
        Assert.Equal(pnl.GetProperty("realized").GetDecimal() + pnl.GetProperty("unrealized").GetDecimal(),
            pnl.GetProperty("total").GetDecimal());
        Assert.Equal(account.GetProperty("equity").GetDecimal() - 1_000_000, pnl.GetProperty("day").GetDecimal());

        var trade = execution.GetProperty("fills")[0].GetProperty("trade_id").GetString();
        var (tradeStatus, stored2) = await _stack.GetAsync($"/trades/{trade}");
        Assert.Equal(200, tradeStatus);
        Assert.Equal("market-maker", stored2.GetProperty("maker_account").GetString());
        Assert.Equal(order.GetProperty("id").GetString(), stored2.GetProperty("taker_order_id").GetString());
    }

    [Theory]
    [InlineData("ESZ7", "FUTURES", "FUTURES_GATEWAY")]
    [InlineData("AAPL271217C00190000", "OPTIONS", "OPTIONS_GATEWAY")]
    public async Task Every_asset_class_goes_to_its_destination(string symbol, string assetClass, string destination)
    {
        var (status, order) = await _stack.PostAsync("/orders",
            $$"""{"symbol":"{{symbol}}","qty":"1","asset_class":"{{assetClass}}","account":"desk-1"}""");
        Assert.Equal(201, status);
        Assert.Equal(destination, order.GetProperty("execution").GetProperty("destination").GetString());
    }

    [Fact]
    public async Task A_resting_order_is_listed_shown_in_the_book_and_canceled()
    {
        var (status, order) = await _stack.PostAsync("/orders",
            """{"symbol":"MSFT","account":"desk-2","type":"limit","time_in_force":"gtc","qty":7,"limit_price":400.01}""");
        Assert.Equal(201, status);
        Assert.Equal("accepted", order.GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Null, order.GetProperty("execution").ValueKind);
        var id = order.GetProperty("id").GetString();

        var (_, open) = await _stack.GetAsync("/orders?account=desk-2&status=open");
        Assert.Equal(id, Assert.Single(open.EnumerateArray()).GetProperty("id").GetString());
        var (_, book) = await _stack.GetAsync("/books/MSFT?depth=100");
        Assert.Contains(
            book.GetProperty("bids").EnumerateArray(), level => level[0].GetDecimal() == 400.01m && level[1].GetDecimal() == 7);
        var (_, account) = await _stack.GetAsync("/accounts/desk-2");
        Assert.Equal(1_000_000 - 7 * 400.01m, account.GetProperty("buying_power").GetDecimal());

        var (canceledStatus, canceled) = await _stack.DeleteAsync($"/orders/{id}");
        Assert.Equal(200, canceledStatus);
        Assert.Equal("canceled", canceled.GetProperty("status").GetString());
        var (againStatus, again) = await _stack.DeleteAsync($"/orders/{id}");
        Assert.Equal(409, againStatus);
        Assert.Equal("not_open", again.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Everything_that_was_sent_stands_in_every_answer()
    {
        const string Sent = """
            "symbol":"MSFT","account":"desk-5","side":"sell","type":"limit","time_in_force":"gtd","limit_price":600,
            "client_order_id":"whole","post_only":true,"self_trade_prevention":"cancel_oldest","qty":8,"display_qty":2,
            "expire_at":"2099-01-02T03:04:05.000000Z"
            """;
        using var sent = JsonDocument.Parse($"{{{Sent}}}");
        var (status, order) = await _stack.PostAsync("/orders", $"{{{Sent}}}");
        Assert.Equal(201, status);
        var (_, found) = await _stack.GetAsync($"/orders/{order.GetProperty("id").GetString()}");
        var (_, listed) = await _stack.GetAsync("/orders?account=desk-5");
        foreach (var answer in new[] { order, found, Assert.Single(listed.EnumerateArray()) })
            foreach (var field in sent.RootElement.EnumerateObject())
                Assert.True(JsonElement.DeepEquals(field.Value, answer.GetProperty(field.Name)), $"{field.Name}: {answer}");
        Assert.Equal(200, (await _stack.DeleteAsync($"/orders/{order.GetProperty("id").GetString()}")).Status);
    }

    [Fact]
    public async Task A_used_client_order_id_returns_its_order_or_a_conflict()
    {
        const string Order = """{"symbol":"SPY","account":"desk-3","qty":3,"client_order_id":"once"}""";
        var first = await _stack.PostAsync("/orders", Order);
        var second = await _stack.PostAsync("/orders", Order);
        var other = await _stack.PostAsync("/orders", Order.Replace("\"qty\":3", "\"qty\":4"));

        Assert.Equal(201, first.Status);
        Assert.Equal(200, second.Status);
        Assert.Equal(first.Body.GetRawText(), second.Body.GetRawText());
        Assert.Equal(409, other.Status);
        Assert.Equal("client_order_id_reused", other.Body.GetProperty("code").GetString());
        var (_, orders) = await _stack.GetAsync("/orders?account=desk-3");
        Assert.Single(orders.EnumerateArray());
    }

    [Fact]
    public async Task A_tripped_firm_refuses_orders_and_stays_tripped_after_a_restart()
    {
        await using var stack = await TradingStack.StartAsync();
        var (_, resting) = await stack.PostAsync("/orders",
            """{"symbol":"QQQ","account":"desk-4","type":"limit","qty":1,"limit_price":300}""");
        var (tripped, breaker) = await stack.PostAsync("/breakers/firm/trip", """{"reason":"drill"}""");
        Assert.Equal(200, tripped);
        Assert.Equal("open", breaker.GetProperty("state").GetString());

        await RefusedAsync();
        await stack.Silo.KillAsync();
        await stack.StartSiloAsync();
        await RefusedAsync();
        var (canceled, _) = await stack.DeleteAsync($"/orders/{resting.GetProperty("id").GetString()}");
        Assert.Equal(200, canceled);

        var (reset, _) = await stack.PostAsync("/breakers/firm/reset", """{"reason":"drill over"}""");
        Assert.Equal(200, reset);
        var (accepted, _) = await stack.PostAsync("/orders",
            """{"symbol":"QQQ","account":"desk-4","type":"limit","qty":1,"limit_price":300}""");
        Assert.Equal(201, accepted);

        async Task RefusedAsync()
        {
            // Right after a restart the front may still be looking for the silo.
            var answer = await Eventually.BecomesAsync(
                () => stack.PostAsync("/orders", """{"symbol":"QQQ","account":"desk-4","qty":1}"""), a => a.Status != 503);
            Assert.Equal(422, answer.Status);
            Assert.Equal("breaker_open", answer.Body.GetProperty("code").GetString());
            var order = answer.Body.GetProperty("order");
            Assert.Equal("rejected", order.GetProperty("status").GetString());
            Assert.Equal("breaker_open", order.GetProperty("reject_reason").GetString());
            Assert.Equal(409, (await stack.DeleteAsync($"/orders/{order.GetProperty("id").GetString()}")).Status);
            var (found, stored) = await stack.GetAsync($"/orders/{order.GetProperty("id").GetString()}");
            Assert.Equal(200, found);
            Assert.Equal("breaker_open", stored.GetProperty("reject_reason").GetString());
        }
    }

    [Fact]
    public async Task Dashboard_and_metrics_are_served()
    {
        var dashboard = await _stack.SiloHttp.GetAsync("/orleans");
        Assert.True(dashboard.IsSuccessStatusCode);
        var silo = await _stack.SiloHttp.GetStringAsync("/metrics");
        Assert.Contains("orders_placed_total{symbol=\"AAPL\",side=\"buy\"}", silo, StringComparison.Ordinal);
        Assert.Contains("circuit_breaker_state 0", silo, StringComparison.Ordinal);
        var front = await _stack.Front.GetStringAsync("/metrics");
        Assert.Contains("tradingops_build_info", front, StringComparison.Ordinal);
    }
}
