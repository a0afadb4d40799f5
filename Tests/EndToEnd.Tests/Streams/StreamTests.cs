using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Streams;

[Collection(SharedStack.Name)]
public sealed class StreamTests(SharedStack shared)
{
    private readonly TradingStack _stack = shared.Stack;

    [Fact]
    public async Task A_stream_has_the_order_its_trade_the_position_and_the_book()
    {
        await Order("maker", "sell", 100, 5, "MSFT");
        await using var stream = await EventStream.OpenAsync(_stack.Front, "account=taker&symbol=MSFT");
        Assert.Equal(0, (await stream.NextAsync("orders")).GetProperty("orders").GetArrayLength());
        var book = await stream.NextAsync("book");
        Assert.Equal("snapshot", book.GetProperty("kind").GetString());

        var order = await Order("taker", "buy", 100, 3, "MSFT");
        // Orders and trades come from the market, the rest from the account: neither waits for the other.
        var events = new List<(string Name, JsonElement Data)>();
        JsonElement[] Of(string name) => [.. events.Where(e => e.Name == name).Select(e => e.Data)];
        while (Of("order").Length < 2 || Of("trade").Length < 1
            || !Of("position").Any(p => p.GetProperty("position").GetProperty("qty").GetDecimal() == 3)
            || !Of("account").Any(a => a.GetProperty("cash").GetDecimal() == 1_000_000 - 300))
            events.Add(await stream.NextAsync() ?? throw new InvalidOperationException("the stream ended"));
        var (accepted, traded) = (Of("order")[0], Of("order")[1]);
        Assert.Equal("accepted", accepted.GetProperty("event").GetString());
        Assert.Equal(order.GetProperty("id").GetString(), accepted.GetProperty("order").GetProperty("id").GetString());
        Assert.Equal(
            ("filled", "taker"), (traded.GetProperty("status").GetString(), traded.GetProperty("liquidity").GetString()));
        var trade = Assert.Single(Of("trade"));
        Assert.Equal(traded.GetProperty("trade_id").GetString(), trade.GetProperty("id").GetString());
        Assert.False(trade.TryGetProperty("maker_account", out _));
    }

    [Fact]
    public async Task A_stream_has_a_trip_and_the_order_that_it_refuses()
    {
        await Order("a", "sell", 100, 5);
        await using var stream = await EventStream.OpenAsync(_stack.Front, "account=a&types=order,breaker");
        Assert.Equal(1, (await stream.NextAsync("orders")).GetProperty("orders").GetArrayLength());
        await _stack.PostAsync("/breakers/firm/trip", """{"reason":"test"}""");
        Assert.Equal("open", (await stream.NextAsync("breaker", b => b.GetProperty("sequence").GetInt64() > 0))
            .GetProperty("state").GetString());
        var (status, _) = await _stack.PostAsync("/orders", """{"symbol":"AAPL","qty":1,"account":"a"}""");
        Assert.Equal(422, status);
        var refused = await stream.NextAsync("order");
        Assert.Equal(
            ("rejected", "breaker_open"), (refused.GetProperty("status").GetString(), refused.GetProperty("reason").GetString()));

        await using var again = await EventStream.OpenAsync(_stack.Front, "account=a&types=order", stream.LastId);
        await _stack.PostAsync("/breakers/firm/reset", """{"reason":"test"}""");
        await Order("a", "sell", 101, 5);
        Assert.Equal("accepted", (await again.NextAsync("order")).GetProperty("event").GetString());
    }

    [Fact]
    public async Task It_begins_with_all_open_orders_however_many()
    {
        const int Many = 2_001;
        const string One = "AAPL271217P00180000";
        await Order("many", "buy", 1, 1, One);
        await BatchAsync("many", "AAPL271217P00170000", Many, size: 667);
        Assert.Equal(Many + 1, await OpenOrdersAsync("account=many&types=order"));
        Assert.Equal(1, await OpenOrdersAsync($"account=many&types=order&symbol={One}"));
        Assert.Equal(1, await OpenOrdersAsync($"account=many&types=order&symbol={One},AAPL"));
    }

    [Fact]
    public async Task A_stream_without_an_account_has_positions_of_all_and_later_accounts()
    {
        const string Option = "AAPL271217C00180000";
        await Order("before", "sell", 1, 5, Option);
        await using var stream = await EventStream.OpenAsync(_stack.Front, "types=position");
        await stream.NextAsync("account", a => a.GetProperty("account").GetString() == "before");
        await Order("later", "buy", 1, 3, Option);
        var told = new Dictionary<string, decimal>();
        while (told.GetValueOrDefault("before") != -3 || told.GetValueOrDefault("later") != 3)
        {
            var body = await stream.NextAsync("position");
            var position = body.GetProperty("position");
            if (position.GetProperty("symbol").GetString() == Option)
                told[body.GetProperty("account").GetString()!] = position.GetProperty("qty").GetDecimal();
        }
        // What stands comes first, to whoever joins now.
        await using var second = await EventStream.OpenAsync(_stack.Front, "types=position,breaker");
        await second.NextAsync("position", p => p.GetProperty("account").GetString() == "later");
    }

    [Theory]
    [InlineData("types=order,nonsense", 400, "invalid_types")]
    [InlineData("account=a%20b", 400, "invalid_account")]
    [InlineData("symbol=NOSUCH", 404, "unknown_symbol")]
    [InlineData("last_event_id=nonsense", 400, "invalid_last_event_id")]
    [InlineData("last_event_id=AAPL=-1", 400, "invalid_last_event_id")]
    [InlineData("last_event_id=AAPL=0.5", 400, "invalid_last_event_id")]
    [InlineData("account=a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u", 400, "too_many_accounts")]
    public async Task What_cannot_be_followed_is_refused_by_name(string query, int status, string code)
    {
        var (got, body) = await _stack.GetAsync("/stream?" + query);
        Assert.Equal((status, code), (got, body.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task A_reader_with_an_old_or_unknown_position_has_to_start_over()
    {
        await Order("far", "sell", 100, 5, "SPY");
        await using var stream = await EventStream.OpenAsync(_stack.Front, "symbol=SPY&types=order", "SPY=1000000");
        Assert.Equal("reset", (await stream.NextAsync("reset")).GetProperty("code").GetString());
        await Order("far", "sell", 101, 5, "SPY");
        Assert.Equal("accepted", (await stream.NextAsync("order")).GetProperty("event").GetString());
    }

    [Fact]
    public async Task Silence_is_broken_by_heartbeats_that_say_where_the_reader_is()
    {
        await using var front = await TradingFront.StartAsync(_stack, "--Streams:HeartbeatEvery", "00:00:00.1");
        // The second one comes from within a record that is not there yet.
        foreach (var from in new[] { "NQZ7=0", "NQZ7=1.5" })
        {
            using var response = await front.Http.GetAsync(
                "/stream?symbol=NQZ7&types=order&last_event_id=" + from, HttpCompletionOption.ResponseHeadersRead);
            Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
            var lines = new List<string>();
            while (lines.Count(l => l == ": heartbeat") < 2) lines.Add((await reader.ReadLineAsync())!);
            Assert.Contains("id: " + from, lines);
        }
    }

    [Fact]
    public async Task A_symbol_listed_during_an_absence_is_sent_from_its_beginning()
    {
        await using var stream = await EventStream.OpenAsync(_stack.Front, "account=lister&types=order");
        await stream.NextAsync("orders");
        await Order("lister", "buy", 10, 1, "TSLA");
        await stream.NextAsync("order");
        var listed = await _stack.PutAsync(
            "/instruments/LATER", """{"asset_class":"EQUITY","tick_size":1,"max_quantity":100}""");
        Assert.Equal(201, listed.Status);
        await Order("lister", "buy", 10, 1, "LATER");
        await using var again = await EventStream.OpenAsync(_stack.Front, "account=lister&types=order", stream.LastId);
        Assert.Equal("LATER", (await again.NextAsync("order")).GetProperty("symbol").GetString());
    }

    [Fact]
    public async Task There_are_only_so_many_streams_at_a_time()
    {
        await using var front = await TradingFront.StartAsync(_stack, "--Streams:MaxConnections", "1");
        var first = await EventStream.OpenAsync(front.Http, "symbol=AAPL");
        using (var refused = await front.Http.GetAsync("/stream?symbol=AAPL"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            var problem = await refused.Content.ReadFromJsonAsync<JsonElement>();
            Assert.Equal(("too_many_streams", true),
                (problem.GetProperty("code").GetString(), problem.GetProperty("retryable").GetBoolean()));
        }
        Assert.Contains("stream_subscribers 1", await front.Http.GetStringAsync("/metrics"));
        await first.DisposeAsync();
        await Eventually.BecomesAsync(
            () => front.Http.GetStringAsync("/metrics"), metrics => metrics.Contains("stream_subscribers 0"));
        await using var second = await EventStream.OpenAsync(front.Http, "symbol=AAPL");
    }

    private async Task<int> OpenOrdersAsync(string query)
    {
        await using var stream = await EventStream.OpenAsync(_stack.Front, query);
        var orders = (await stream.NextAsync("orders")).GetProperty("orders").EnumerateArray().ToArray();
        return orders.Select(o => o.GetProperty("id").GetString()).Distinct().Count();
    }

    private async Task BatchAsync(string account, string symbol, int count, int size)
    {
        for (var sent = 0; sent < count; sent += size)
        {
            var orders = Enumerable.Repeat(new { symbol, account, type = "limit", limit_price = 1, qty = 1 }, size);
            var (_, answers) = await _stack.PostAsync("/orders/batch", JsonSerializer.Serialize(orders));
            Assert.All(answers.EnumerateArray(), a => Assert.Equal(201, a.GetProperty("status").GetInt32()));
        }
    }

    private async Task<JsonElement> Order(string account, string side, decimal price, int quantity, string symbol = "NVDA")
    {
        var (status, body) = await _stack.PostAsync("/orders", JsonSerializer.Serialize(
            new { symbol, account, side, type = "limit", limit_price = price, qty = quantity }));
        Assert.True(status == 201, $"{status}: {body}");
        return body;
    }
}
