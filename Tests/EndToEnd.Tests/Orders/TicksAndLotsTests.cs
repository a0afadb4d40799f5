using TradingOps.EndToEnd.Tests.Accounts;
using TradingOps.EndToEnd.Tests.Sessions;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Orders;

/// <summary>Ticks by price and lots by day over HTTP, and changes of them that are planned.</summary>
public sealed class TicksAndLotsTests : IAsyncLifetime
{
    private const string Fine = """ "ticks":[{"from":0,"tick":0.0001},{"from":1,"tick":0.01}] """;

    private TradingStack _stack = null!;

    public async Task InitializeAsync() => _stack = await TradingStack.StartAsync();

    public async Task DisposeAsync() => await _stack.DisposeAsync();

    [Fact]
    public async Task Orders_keep_to_the_ticks_of_their_price_and_day()
    {
        Assert.Equal(201, await PutAsync(Fine));
        Assert.Equal(2, (await _stack.GetAsync("/instruments/PNNY")).Body.GetProperty("ticks").GetArrayLength());
        Assert.Null(await SendAsync(""" "type":"limit","limit_price":0.9999 """));
        Assert.Null(await SendAsync(""" "type":"limit","limit_price":1.01 """));
        Assert.Equal("price_not_on_tick", await SendAsync(""" "type":"limit","limit_price":1.0001 """));
        Assert.Equal("price_not_on_tick", await SendAsync(""" "type":"stop","stop_price":1.0050 """));
        Assert.Equal("price_not_on_tick", await SendAsync("""
             "type":"limit","limit_price":1.01,"order_class":"oto","stop_loss":{"stop_price":1.0005}
            """));
        var (_, order) = await _stack.PostAsync("/orders", Order(""" "type":"limit","limit_price":0.9 """));
        var (status, refused) = await _stack.SendAsync(
            HttpMethod.Patch, $"/orders/{order.Text("id")}", """{"limit_price":1.0001}""");
        Assert.Equal((422, "price_not_on_tick"), (status, refused.Text("code")));

        // From tomorrow on it changes nothing today; what rests stays where it is when the day has come.
        Assert.Equal(200, await PutAsync(CoarseFrom(TwoPeople.Today.AddDays(3))));
        Assert.Null(await SendAsync(""" "type":"limit","limit_price":1.01 """));
        Assert.Equal(200, await PutAsync(CoarseFrom(TwoPeople.Today)));
        Assert.Equal("price_not_on_tick", await SendAsync(""" "type":"limit","limit_price":1.01 """));
        Assert.Null(await SendAsync(""" "type":"limit","limit_price":1.05 """));
        Assert.Equal(5, (await _stack.GetAsync("/orders?account=a&status=open")).Body.GetArrayLength());

        Assert.Equal(400, await PutAsync(""" "ticks":[{"from":1,"tick":0.01}] """));
        Assert.Equal(400, await PutAsync(""" "ticks":[{"from":0}] """));
        Assert.Equal(400, await PutAsync(""" "ticks":[{"from":0,"tick":0.01,"to":1}] """));
        Assert.Equal(400, await PutAsync(""" "next_ticks":{"ticks":[{"from":0,"tick":0.01}]} """));
    }

    [Fact]
    public async Task Orders_keep_to_the_lot_of_the_day_unless_they_close()
    {
        Assert.Equal(201, await PutAsync(Lots(TwoPeople.Today.AddDays(3))));
        Assert.Null(await SendAsync(150, "sell", "maker"));
        Assert.Null(await SendAsync(150, "buy"));
        Assert.Equal(200, await PutAsync(Lots(TwoPeople.Today)));
        Assert.Equal(100, (await _stack.GetAsync("/instruments/PNNY")).Body.GetProperty("lots")[0].GetProperty("lot").GetInt32());
        Assert.Equal("invalid_quantity", await SendAsync(150, "buy"));
        Assert.Null(await SendAsync(200, "buy"));
        Assert.Equal("invalid_quantity", await SendAsync(151, "sell", price: 2));
        Assert.Null(await SendAsync(150, "sell", price: 2));
        // A second order to close opens.
        Assert.Equal("invalid_quantity", await SendAsync(150, "sell", price: 2));
        var order = (await _stack.GetAsync("/orders?account=a&status=open&symbol=PNNY")).Body.EnumerateArray()
            .First(o => o.Text("side") == "buy").Text("id");
        Assert.Equal((422, 200), (await AmendAsync(order, 250), await AmendAsync(order, 300)));

        Assert.Equal(400, await PutAsync(""" "lots":[{"day":"2026-12-14"}] """));
        Assert.Equal(400, await PutAsync(""" "lots":[{"day":"2026-12-14","lot":1.5}] """));
        Assert.Equal(400, await PutAsync(""" "lots":[{"day":"2026-12-14","lot":100,"size":1}] """));

        static string Lots(DateOnly day) => $$""" "lots":[{"day":"{{day:yyyy-MM-dd}}","lot":100}] """;
    }

    private async Task<int> AmendAsync(string? order, int quantity) =>
        (await _stack.SendAsync(HttpMethod.Patch, $"/orders/{order}", $$"""{"qty":{{quantity}}}""")).Status;

    private Task<string?> SendAsync(int quantity, string side, string account = "a", decimal price = 1) =>
        LimitOrder.SendAsync(_stack, account, "PNNY", side, quantity, price);

    private async Task<int> PutAsync(string rest) => (await _stack.PutAsync("/instruments/PNNY", $$"""
        {"asset_class":"EQUITY","tick_size":0.0001,"max_quantity":100000,{{rest}} }
        """)).Status;

    private static string CoarseFrom(DateOnly day) => Fine + $$"""
        ,"next_ticks":{"day":"{{day:yyyy-MM-dd}}","ticks":[{"from":0,"tick":0.05}]}
        """;

    private static string Order(string rest) => $$"""
        {"symbol":"PNNY","account":"a","qty":1,"time_in_force":"gtc",{{rest}} }
        """;

    private async Task<string?> SendAsync(string rest)
    {
        var (status, body) = await _stack.PostAsync("/orders", Order(rest));
        return status == 201 ? null : body.Text("code");
    }
}
