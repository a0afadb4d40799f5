using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Orders;

/// <summary>Tags, hidden orders, owners, and changes of an order by a chain of client order ids. On both stores.</summary>
public sealed class OrderFieldTests
{
    private TradingStack _stack = null!;

    public static TheoryData<bool> Stores => [false, true];

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task What_an_order_says_is_kept_and_found(bool isDatabase)
    {
        await using var server = isDatabase ? await PostgresServer.StartAsync() : null;
        await using var stack = _stack = await TradingStack.StartAsync(new StackPlan { Database = server?.ConnectionString });
        await TagsAsync();
        await HiddenAsync();
        await OwnersAsync();
        await ChainAsync();
        await ReduceAsync();
        await TrailAsync();
        await WrongAsync();
        await stack.KillSiloAsync(0);
        await stack.StartSiloAsync();
        await stack.UntilAllHealthyAsync();
        await FoundAsync();
        var (_, audit) = await _stack.GetAsync("/audit");
        Assert.Empty(audit.GetProperty("violations").EnumerateArray());
    }

    private async Task TagsAsync()
    {
        var tagged = await SendAsync("""
            {"account":"a","symbol":"MSFT","side":"sell","qty":5,"type":"limit","limit_price":400,"tag":"pairs"}
            """);
        Assert.Equal("pairs", tagged.Text("tag"));
        await SendAsync("""{"account":"a","symbol":"MSFT","side":"sell","qty":5,"type":"limit","limit_price":401}""");
        var taken = await SendAsync("""
            {"account":"b","symbol":"MSFT","qty":7,"type":"limit","limit_price":401,"tag":"momentum"}
            """);
        Assert.Equal(["pairs"], await IdsAsync("/orders?account=a&tag=pairs", "tag"));
        Assert.Equal([tagged.Text("id")], await IdsAsync("/orders?tag=pairs", "id"));
        Assert.Empty(await IdsAsync("/orders?account=a&tag=momentum", "id"));
        var (_, trades) = await _stack.GetAsync("/trades?tag=pairs");
        var trade = Assert.Single(trades.EnumerateArray());
        Assert.Equal(("momentum", "pairs", 5), (trade.Text("taker_tag"), trade.Text("maker_tag"), Number(trade, "qty")));
        Assert.Equal(2, (await IdsAsync("/trades?tag=momentum", "id")).Length);
        var bracket = await SendAsync("""
            {"account":"c","symbol":"MSFT","qty":1,"type":"limit","limit_price":390,"tag":"pairs","order_class":"bracket",
             "take_profit":{"limit_price":420},"stop_loss":{"stop_price":380}}
            """);
        Assert.All(bracket.GetProperty("legs").EnumerateArray(), leg => Assert.Equal("pairs", leg.Text("tag")));
        // An order that was refused keeps its tag.
        var (status, refused) = await _stack.PostAsync("/orders", """
            {"account":"a","symbol":"MSFT","qty":1000000,"type":"limit","limit_price":400,"tag":"refused"}
            """);
        Assert.Equal((422, "refused"), (status, refused.GetProperty("order").Text("tag")));
        Assert.Equal(["rejected"], await IdsAsync("/orders?tag=refused", "status"));
        await CancelAllAsync("a", "b", "c");
        Assert.Equal("filled", taken.Text("status"));
    }

    private async Task HiddenAsync()
    {
        var hidden = await SendAsync("""
            {"account":"a","symbol":"SPY","side":"sell","qty":5,"type":"limit","limit_price":500,"display_qty":0}
            """);
        Assert.Equal(0, Number(hidden, "display_qty"));
        var (_, book) = await _stack.GetAsync("/books/SPY");
        Assert.Empty(book.GetProperty("asks").EnumerateArray());
        await SendAsync("""{"account":"a","symbol":"SPY","side":"sell","qty":3,"type":"limit","limit_price":500}""");
        (_, book) = await _stack.GetAsync("/books/SPY");
        Assert.Equal("[[500,3]]", book.GetProperty("asks").GetRawText().Replace(".00", "", StringComparison.Ordinal));
        var taker = await SendAsync("""{"account":"b","symbol":"SPY","qty":6,"type":"limit","limit_price":500}""");
        Assert.Equal("filled", taker.Text("status"));
        var (_, left) = await _stack.GetAsync("/orders/" + hidden.Text("id"));
        Assert.Equal(2, Number(left, "remaining_qty"));
        await CancelAllAsync("a", "b");
    }

    private async Task OwnersAsync()
    {
        await PutAsync("/accounts/ann-1", """{"owner":"ann"}""");
        await PutAsync("/accounts/ann-2", """{"owner":"ann"}""");
        var (_, settings) = await _stack.GetAsync("/accounts/ann-1/settings");
        Assert.Equal("ann", settings.Text("owner"));
        await SendAsync("""{"account":"ann-1","symbol":"QQQ","side":"sell","qty":5,"type":"limit","limit_price":400}""");
        var own = await SendAsync("""{"account":"ann-2","symbol":"QQQ","qty":5,"type":"limit","limit_price":400}""");
        Assert.Equal(("canceled", "self_trade"), (own.Text("status"), own.Text("reject_reason")));
        await PutAsync("/accounts/ann-2", """{"owner":""}""");
        var other = await SendAsync("""{"account":"ann-2","symbol":"QQQ","qty":5,"type":"limit","limit_price":400}""");
        Assert.Equal("filled", other.Text("status"));
    }

    private async Task ChainAsync()
    {
        var order = await SendAsync("""
            {"account":"a","symbol":"AAPL","qty":10,"type":"limit","limit_price":100,"time_in_force":"gtc","client_order_id":"c1"}
            """);
        var path = "/orders/" + order.Text("id");
        var amended = await AmendAsync(path, """{"limit_price":101,"client_order_id":"c2"}""");
        Assert.Equal(("c2", """["c1"]"""), (amended.Text("client_order_id"), Earlier(amended)));
        // The id says that the change was made, whatever else is sent with it.
        foreach (var price in new[] { 101, 102 })
        {
            amended = await AmendAsync(path, $$"""{"limit_price":{{price}},"client_order_id":"c2"}""");
            Assert.Equal((order.Text("id"), 101), (amended.Text("id"), Number(amended, "limit_price")));
        }
        await RefuseAsync(path, 409, "client_order_id_reused", """{"limit_price":102,"client_order_id":"c1"}""");
        amended = await AmendAsync(path, """{"qty":8,"client_order_id":"c3"}""");
        Assert.Equal(("c3", """["c1","c2"]"""), (amended.Text("client_order_id"), Earlier(amended)));
        // The chain holds for new orders too.
        var (status, again) = await _stack.PostAsync("/orders", """
            {"account":"a","symbol":"AAPL","qty":10,"type":"limit","limit_price":100,"time_in_force":"gtc","client_order_id":"c1"}
            """);
        Assert.Equal((200, order.Text("id")), (status, again.Text("id")));
        foreach (var id in new[] { "c2", "c3" })
        {
            var (code, problem) = await _stack.PostAsync("/orders", $$"""
                {"account":"a","symbol":"AAPL","qty":10,"type":"limit","limit_price":100,"client_order_id":"{{id}}"}
                """);
            Assert.Equal((409, "client_order_id_reused"), (code, problem.Text("code")));
        }
        var second = await SendAsync("""
            {"account":"a","symbol":"AAPL","qty":1,"type":"limit","limit_price":99,"client_order_id":"d1"}
            """);
        await RefuseAsync(
            "/orders/" + second.Text("id"), 409, "client_order_id_reused", """{"qty":2,"client_order_id":"c1"}""");
    }

    private async Task ReduceAsync()
    {
        var order = await SendAsync("""{"account":"a","symbol":"AAPL","qty":10,"type":"limit","limit_price":90}""");
        var path = "/orders/" + order.Text("id");
        Assert.Equal(7, Number(await AmendAsync(path, """{"reduce_by":3,"client_order_id":"less"}"""), "remaining_qty"));
        Assert.Equal(7, Number(await AmendAsync(path, """{"reduce_by":3,"client_order_id":"less"}"""), "remaining_qty"));
        Assert.Equal(5, Number(await AmendAsync(path, """{"reduce_by":2}"""), "qty"));
        await RefuseAsync(path, 400, "invalid_quantity", """{"reduce_by":5}""");
        await RefuseAsync(path, 400, "invalid_quantity", """{"reduce_by":0}""");
        await RefuseAsync(path, 400, "unexpected_field", """{"reduce_by":1,"qty":2}""");
        await RefuseAsync(path, 400, "unexpected_field", """{"trail":1}""");
    }

    private async Task TrailAsync()
    {
        var trailing = await SendAsync("""
            {"account":"b","symbol":"MSFT","side":"sell","qty":2,"type":"trailing_stop","trail_price":5,"time_in_force":"gtc"}
            """);
        var last = Number(trailing, "stop_price") + 5;
        var path = "/orders/" + trailing.Text("id");
        var amended = await AmendAsync(path, """{"trail":8}""");
        Assert.Equal((8, last - 8), (Number(amended, "trail_price"), Number(amended, "stop_price")));
        amended = await AmendAsync(path, """{"qty":1}""");
        Assert.Equal((8, last - 8), (Number(amended, "trail_price"), Number(amended, "stop_price")));
        await RefuseAsync(path, 400, "invalid_price", """{"trail":0}""");
    }

    private async Task WrongAsync()
    {
        foreach (var (code, field) in new[]
        {
            ("invalid_tag", "\"tag\":\"\""), ("invalid_display_quantity", "\"display_qty\":-1"),
        })
        {
            var (status, problem) = await _stack.PostAsync(
                "/orders", """{"symbol":"AAPL","qty":1,"type":"limit","limit_price":90,""" + field + "}");
            Assert.Equal((400, code), (status, problem.Text("code")));
        }
        var (bad, wrong) = await _stack.GetAsync("/orders?tag=" + new string('t', 65));
        Assert.Equal((400, "invalid_tag"), (bad, wrong.Text("code")));
    }

    /// <summary>After a kill of the silo.</summary>
    private async Task FoundAsync()
    {
        foreach (var id in new[] { "c1", "c2", "c3" })
        {
            var (status, order) = await _stack.GetAsync("/orders/by-client-id?account=a&client_order_id=" + id);
            Assert.Equal((200, "c3", 8), (status, order.Text("client_order_id"), Number(order, "qty")));
        }
        Assert.Equal(["8.00"], (await IdsAsync("/orders?account=b&status=open", "trail_price")).Distinct());
        Assert.Equal(2, (await IdsAsync("/trades?tag=momentum", "id")).Length);
        var (_, settings) = await _stack.GetAsync("/accounts/ann-1/settings");
        Assert.Equal("ann", settings.Text("owner"));
    }

    private async Task<JsonElement> SendAsync(string order)
    {
        var (status, answer) = await _stack.PostAsync("/orders", order);
        Assert.True(status == 201, $"{status} {answer}");
        return answer;
    }

    private async Task<JsonElement> AmendAsync(string path, string change)
    {
        var (status, answer) = await _stack.SendAsync(HttpMethod.Patch, path, change);
        Assert.True(status == 200, $"{status} {answer}");
        return answer;
    }

    private async Task RefuseAsync(string path, int expected, string code, string change)
    {
        var (status, problem) = await _stack.SendAsync(HttpMethod.Patch, path, change);
        Assert.Equal((expected, code), (status, problem.Text("code")));
    }

    private async Task PutAsync(string path, string body)
    {
        var (status, answer) = await _stack.PutAsync(path, body);
        Assert.True(status is 200 or 201, $"{status} {answer}");
    }

    private async Task CancelAllAsync(params string[] accounts)
    {
        foreach (var account in accounts) Assert.Equal(200, (await _stack.DeleteAsync($"/orders?account={account}")).Status);
    }

    private async Task<string[]> IdsAsync(string path, string field)
    {
        var (_, list) = await _stack.GetAsync(path);
        return [.. list.EnumerateArray().Select(e => e.GetProperty(field).ToString())];
    }

    private static string Earlier(JsonElement order) => order.GetProperty("earlier_client_order_ids").GetRawText();

    private static decimal Number(JsonElement element, string field) => element.GetProperty(field).GetDecimal();
}
