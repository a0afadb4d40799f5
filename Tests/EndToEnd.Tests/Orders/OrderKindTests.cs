using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Orders;

/// <summary>Every kind of order over HTTP, and none that costs more than its account has. On both stores.</summary>
public sealed class OrderKindTests
{
    private TradingStack _stack = null!;

    public static TheoryData<bool> Stores => [false, true];

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_program_reaches_every_kind_of_order(bool isDatabase)
    {
        await using var server = isDatabase ? await PostgresServer.StartAsync() : null;
        await using var stack = _stack = await TradingStack.StartAsync(new StackPlan
        {
            Database = server?.ConnectionString,
            Settings = ["--Accounts:PriceCollar", "0.2"],
        });
        await PutAsync("/instruments/XYZ", """
            {"asset_class":"EQUITY","tick_size":0.01,
             "max_quantity":100000,"reference_price":100}
            """);
        await PutAsync("/accounts/maker", """{"cash":100000000,"limits":{"check_buying_power":false,"price_collar":0}}""");

        await WorstPricesAsync();
        await ExitsAsync();
        await PairAsync();
        await WaitingAsync();
        await ReduceOnlyAsync();
        await WrongAsync();
        var (_, audit) = await _stack.GetAsync("/audit");
        Assert.Empty(audit.GetProperty("violations").EnumerateArray());
    }

    /// <summary>What would take an account below zero is refused, or cut at what it can pay.</summary>
    private async Task WorstPricesAsync()
    {
        await PutAsync("/accounts/poor", """{"cash":10000}""");
        await RefuseAsync("price_collar", """{"account":"poor","symbol":"XYZ","qty":10,"type":"limit","limit_price":900}""");
        await SendAsync("""
            {"account":"maker","symbol":"XYZ","side":"sell","qty":1,"type":"limit",
             "limit_price":100,"time_in_force":"gtc"}
            """);
        await SendAsync("""
            {"account":"maker","symbol":"XYZ","side":"sell","qty":1000,"type":"limit",
             "limit_price":119,"time_in_force":"gtc"}
            """);
        await RefuseAsync("insufficient_buying_power",
            """{"account":"poor","symbol":"XYZ","qty":100,"type":"stop","stop_price":200,"time_in_force":"gtc"}""");
        var cut = await SendAsync("""{"account":"poor","symbol":"XYZ","qty":100}""");
        Assert.Equal(1, cut.GetProperty("filled_qty").GetDecimal());
        var (_, account) = await _stack.GetAsync("/accounts/poor");
        Assert.Equal(9_900, account.GetProperty("cash").GetDecimal());
        var spent = await SendAsync("""{"account":"poor","symbol":"XYZ","notional":1000}""");
        Assert.Equal((8, 1_000), (spent.GetProperty("filled_qty").GetDecimal(), spent.GetProperty("notional").GetDecimal()));
        await SendAsync("""{"account":"poor","symbol":"XYZ","side":"buy","qty":1,"time_in_force":"ioc","max_slippage":0.5}""");
        await CancelAllAsync("maker");
    }

    private async Task ExitsAsync()
    {
        await SendAsync("""
            {"account":"maker","symbol":"XYZ","side":"sell","qty":4,"type":"limit",
             "limit_price":118,"time_in_force":"gtc"}
            """);
        var entry = await SendAsync("""
            {"account":"desk","symbol":"XYZ","qty":10,"type":"limit","limit_price":118,"time_in_force":"gtc",
             "client_order_id":"b1","order_class":"bracket","take_profit":{"limit_price":125},
             "stop_loss":{"stop_price":110,"limit_price":109.5}}
            """);
        Assert.Equal("bracket", entry.GetProperty("order_class").GetString());
        Assert.Equal(109.5m, entry.GetProperty("stop_loss").GetProperty("limit_price").GetDecimal());
        Assert.Equal([4m, 4m], entry.GetProperty("legs").EnumerateArray().Select(leg => leg.GetProperty("qty").GetDecimal()));
        var (status, again) = await _stack.PostAsync("/orders", """
            {"account":"desk","symbol":"XYZ","qty":10,"type":"limit","limit_price":118,"time_in_force":"gtc",
             "client_order_id":"b1","order_class":"bracket","take_profit":{"limit_price":125},
             "stop_loss":{"stop_price":110,"limit_price":109.5}}
            """);
        Assert.Equal((200, entry.GetProperty("id").GetString()), (status, again.GetProperty("id").GetString()));
        // The exit that closes what there is ends the entry and the other exit.
        await SendAsync("""
            {"account":"maker","symbol":"XYZ","side":"buy","qty":4,"type":"limit",
             "limit_price":125,"time_in_force":"ioc"}
            """);
        var (_, found) = await _stack.GetAsync("/orders/" + entry.GetProperty("id").GetString());
        Assert.Equal(("canceled", "linked"), (found.Text("status"), found.Text("reject_reason")));
        Assert.Equal(["filled", "canceled"], found.GetProperty("legs").EnumerateArray().Select(leg => leg.Text("status")));
    }

    private async Task PairAsync()
    {
        await SendAsync("""
            {"account":"maker","symbol":"XYZ","side":"sell","qty":5,"type":"limit",
             "limit_price":120,"time_in_force":"gtc"}
            """);
        await SendAsync("""{"account":"pair","symbol":"XYZ","qty":5,"type":"limit","limit_price":120}""");
        var pair = await SendAsync("""
            {"account":"pair","symbol":"XYZ","side":"sell","qty":5,"order_class":"oco","time_in_force":"gtc",
             "take_profit":{"limit_price":130},"stop_loss":{"stop_price":110},"reduce_only":true}
            """);
        Assert.Equal("accepted", Assert.Single(pair.GetProperty("legs").EnumerateArray()).Text("status"));
        var (_, account) = await _stack.GetAsync("/accounts/pair");
        // The pair closes the position: it takes nothing.
        Assert.Equal(1_000_000 - 5 * 120, account.GetProperty("buying_power").GetDecimal());
        await SendAsync("""
            {"account":"maker","symbol":"XYZ","side":"buy","qty":5,"type":"limit",
             "limit_price":130,"time_in_force":"ioc"}
            """);
        var (_, filled) = await _stack.GetAsync("/orders/" + pair.Text("id"));
        Assert.Equal("filled", filled.Text("status"));
        Assert.Equal("canceled", Assert.Single(filled.GetProperty("legs").EnumerateArray()).Text("status"));
    }

    private async Task WaitingAsync()
    {
        var trailing = await SendAsync(
            """
                {"account":"wait","symbol":"XYZ","side":"sell","qty":1,"type":"trailing_stop",
                 "trail_percent":5,"time_in_force":"gtc"}
                """);
        Assert.Equal(5, trailing.GetProperty("trail_percent").GetDecimal());
        Assert.Equal(123.5m, trailing.GetProperty("stop_price").GetDecimal());
        var (amended, larger) = await _stack.SendAsync(HttpMethod.Patch, "/orders/" + trailing.Text("id"), """{"qty":2}""");
        Assert.Equal((200, 2, 123.5m), (
            amended, larger.GetProperty("remaining_qty").GetDecimal(), larger.GetProperty("stop_price").GetDecimal()));
        var touched = await SendAsync("""
            {"account":"wait","symbol":"XYZ","qty":1,"type":"limit_if_touched","stop_price":115,"limit_price":116,
             "time_in_force":"gtc","trigger":"bid_ask"}
            """);
        Assert.Equal(("accepted", "bid_ask"), (touched.Text("status"), touched.Text("trigger")));
        var stop = await SendAsync("""
            {"account":"wait","symbol":"XYZ","qty":1,"type":"stop",
             "stop_price":140,"time_in_force":"fok"}
            """);
        Assert.Equal("accepted", stop.Text("status"));
        var (status, changed) = await _stack.SendAsync(HttpMethod.Patch, "/orders/" + stop.Text("id"), """{"stop_price":150}""");
        Assert.Equal((200, 150m), (status, changed.GetProperty("stop_price").GetDecimal()));
        var least = await SendAsync(
            """{"account":"wait","symbol":"XYZ","qty":10,"type":"limit","limit_price":130,"min_qty":5,"time_in_force":"gtc"}""");
        Assert.Equal(("canceled", "min_quantity"), (least.Text("status"), least.Text("reject_reason")));
        await CancelAllAsync("wait");
    }

    private async Task ReduceOnlyAsync()
    {
        await SendAsync("""
            {"account":"maker","symbol":"XYZ","side":"sell","qty":3,"type":"limit",
             "limit_price":125,"time_in_force":"gtc"}
            """);
        await SendAsync("""{"account":"less","symbol":"XYZ","qty":3,"type":"limit","limit_price":125}""");
        var order = await SendAsync(
            """{"account":"less","symbol":"XYZ","side":"sell","qty":9,"type":"limit","limit_price":135,"reduce_only":true}""");
        Assert.Equal((3, true), (order.GetProperty("remaining_qty").GetDecimal(), order.GetProperty("reduce_only").GetBoolean()));
        var more = await SendAsync(
            """{"account":"less","symbol":"XYZ","side":"sell","qty":1,"type":"limit","limit_price":136,"reduce_only":true}""");
        Assert.Equal(("canceled", "reduce_only"), (more.Text("status"), more.Text("reject_reason")));
    }

    private async Task WrongAsync()
    {
        foreach (var (code, body) in new[]
        {
            ("invalid_notional", """{"symbol":"XYZ","qty":1,"notional":100}"""),
            ("invalid_notional", """{"symbol":"XYZ","notional":100,"type":"limit","limit_price":100}"""),
            ("invalid_exit", """{"symbol":"XYZ","qty":1,"order_class":"bracket","take_profit":{"limit_price":120}}"""),
            ("invalid_exit", """{"symbol":"XYZ","qty":1,"take_profit":{"limit_price":120}}"""),
            ("invalid_exit", """
                {"symbol":"XYZ","qty":1,"order_class":"bracket","take_profit":{"limit_price":90},"stop_loss":{"stop_price":95}}
                """),
            ("unknown_field", """{"symbol":"XYZ","qty":1,"order_class":"oto","take_profit":{"limit_price":120,"x":1}}"""),
            ("missing_field", """{"symbol":"XYZ","qty":1,"type":"trailing_stop"}"""),
            ("invalid_price", """{"symbol":"XYZ","qty":1,"type":"trailing_stop","trail_percent":1e28}"""),
            ("invalid_notional", """{"symbol":"XYZ","notional":1e28}"""),
            ("invalid_trigger", """{"symbol":"XYZ","qty":1,"type":"stop","stop_price":150,"trigger":"moon"}"""),
            ("unexpected_field", """{"symbol":"XYZ","qty":1,"trigger":"mark"}"""),
            ("invalid_order_class", """{"symbol":"XYZ","qty":1,"order_class":"three"}"""),
            ("invalid_min_quantity", """{"symbol":"XYZ","qty":1,"min_qty":2}"""),
            ("invalid_max_slippage", """{"symbol":"XYZ","qty":1,"type":"limit","limit_price":100,"max_slippage":1}"""),
            ("invalid_time_in_force", """{"symbol":"XYZ","qty":1,"time_in_force":"gtd","expire_at":"2100-01-01T00:00:00Z"}"""),
            ("invalid_price", """{"symbol":"XYZ","qty":1,"type":"limit","limit_price":-1}"""),
        })
        {
            var (status, problem) = await _stack.PostAsync("/orders", body);
            Assert.Equal((400, code), (status, problem.Text("code")));
        }
        await PutAsync("/instruments/NONE", """{"asset_class":"EQUITY","tick_size":0.01,"max_quantity":1000}""");
        await PutAsync("/instruments/FUTX", """
            {"asset_class":"EQUITY","tick_size":1,"max_quantity":1000,"reference_price":100,"protection":2}
            """);
        await PutAsync("/instruments/OILX", """
            {"asset_class":"EQUITY","tick_size":0.01,"max_quantity":1000,"reference_price":-37.63,"allow_negative":true}
            """);
        await RefuseAsync("no_last_price", """{"symbol":"NONE","qty":1}""");
        await ProtectedAsync();
        var negative = await SendAsync("""
            {"symbol":"OILX","side":"buy","qty":1,"type":"limit",
             "limit_price":-37.63,"time_in_force":"gtc"}
            """);
        Assert.Equal(-37.63m, negative.GetProperty("limit_price").GetDecimal());
    }

    /// <summary>What is left of a market order rests at its protection, and stays there when its quantity is changed.</summary>
    private async Task ProtectedAsync()
    {
        await SendAsync("""{"account":"maker","symbol":"FUTX","side":"sell","qty":4,"type":"limit","limit_price":100}""");
        var rest = await SendAsync("""{"account":"desk","symbol":"FUTX","qty":10,"time_in_force":"gtc"}""");
        Assert.Equal(("partially_filled", 6), (rest.Text("status"), rest.GetProperty("remaining_qty").GetDecimal()));
        await SendAsync("""{"account":"maker","symbol":"FUTX","side":"sell","qty":1,"type":"limit","limit_price":101}""");
        foreach (var quantity in new[] { 12, 8 })
        {
            var (status, _) = await _stack.SendAsync(
                HttpMethod.Patch, "/orders/" + rest.Text("id"), $$"""{"qty":{{quantity}}}""");
            Assert.Equal(200, status);
            var (_, book) = await _stack.GetAsync("/books/FUTX");
            Assert.Equal(102, book.GetProperty("bids")[0][0].GetDecimal());
        }
    }

    private async Task PutAsync(string path, string body) =>
        Assert.InRange((await _stack.PutAsync(path, body)).Status, 200, 201);

    private async Task<JsonElement> SendAsync(string order)
    {
        var (status, body) = await _stack.PostAsync("/orders", order);
        Assert.True(status == 201, $"{order}: {body}");
        return body;
    }

    private async Task RefuseAsync(string code, string order)
    {
        var (status, body) = await _stack.PostAsync("/orders", order);
        Assert.Equal((422, code), (status, body.Text("code")));
    }

    private async Task CancelAllAsync(string account) =>
        Assert.Equal(200, (await _stack.DeleteAsync($"/orders?account={account}")).Status);
}
