using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;
using TradingOps.EndToEnd.Tests.Streams;

namespace TradingOps.EndToEnd.Tests.OrderSockets;

/// <summary>Orders over <c>/ws</c>.</summary>
[Collection(SharedStack.Name)]
public sealed class OrderSocketTests(SharedStack shared)
{
    private const int UnderWay = 64;

    private readonly TradingStack _stack = shared.Stack;

    [Fact]
    public async Task Every_operation_answers_as_the_request_over_HTTP_does()
    {
        await using var socket = await OrderConnection.OpenAsync(_stack.Front);
        var order = OrderConnection.Resting("ws-ops", "MSFT", "ws-ops-1");
        var (status, answer) = await socket.SubmitAsync(1, order);
        Assert.Equal(201, status);
        var stored = answer.GetProperty("order");
        var id = stored.GetProperty("id").GetString();
        Assert.Equal((await _stack.GetAsync($"/orders/{id}")).Body.GetRawText(), stored.GetRawText());
        (status, answer) = await socket.SubmitAsync(2, order);
        Assert.Equal((200, stored.GetRawText()), (status, answer.GetProperty("order").GetRawText()));

        (status, answer) = await socket.AskAsync(3, $$"""
            "op":"amend","order_id":"{{id}}","change":{"limit_price":11}
            """);
        Assert.Equal((200, 11), (status, answer.GetProperty("order").GetProperty("limit_price").GetDecimal()));
        (status, answer) = await socket.AskAsync(4, $$"""
            "op":"cancel","order_id":"{{id}}"
            """);
        Assert.Equal((200, "canceled"), (status, answer.GetProperty("order").GetProperty("status").GetString()));
        (status, answer) = await socket.AskAsync(5, $$"""
            "op":"cancel","order_id":"{{id}}"
            """);
        Assert.Equal((409, (await _stack.DeleteAsync($"/orders/{id}")).Body.GetRawText()),
            (status, answer.GetProperty("problem").GetRawText()));

        foreach (var symbol in new[] { "MSFT", "AAPL", "SPY" })
            Assert.Equal(201, (await socket.SubmitAsync(6, OrderConnection.Resting("ws-ops", symbol))).Status);
        (status, answer) = await socket.AskAsync(7, """
            "op":"cancel_all","account":"ws-ops","symbol":"SPY"
            """);
        Assert.Equal((200, "SPY"), (status, Symbols(answer)));
        (status, answer) = await socket.AskAsync(8, """
            "op":"cancel_all","account":"ws-ops"
            """);
        Assert.Equal((200, "AAPL MSFT"), (status, Symbols(answer)));
    }

    [Theory]
    [InlineData("""{"symbol":"AAPL","account":"ws-bad","qty":0}""")]
    [InlineData("""{"symbol":"AAPL","account":"ws-bad","qty":1,"colour":"red"}""")]
    [InlineData("""{"symbol":"NOPE","account":"ws-bad","qty":1}""")]
    [InlineData("""{"symbol":"AAPL","account":"ws-bad","qty":1,"type":"limit","limit_price":1.001}""")]
    [InlineData("""{"symbol":"AAPL","account":"..","qty":1}""")]
    [InlineData("""{"account":"ws-bad"}""")]
    public async Task A_refused_order_has_the_problem_of_HTTP_exactly(string order)
    {
        await using var socket = await OrderConnection.OpenAsync(_stack.Front);
        var (status, answer) = await socket.SubmitAsync(1, order);
        var (expected, problem) = await _stack.PostAsync("/orders", order);
        Assert.Equal((expected, problem.GetRawText()), (status, answer.GetProperty("problem").GetRawText()));
    }

    [Fact]
    public async Task An_order_refused_by_risk_stands_in_its_problem()
    {
        await using var socket = await OrderConnection.OpenAsync(_stack.Front);
        var (status, answer) = await socket.SubmitAsync(1, """
            {"symbol":"AAPL","account":"ws-risk","type":"limit","limit_price":180,"qty":1000000}
            """);
        var problem = answer.GetProperty("problem");
        Assert.Equal((422, "rejected"), (status, problem.GetProperty("order").GetProperty("status").GetString()));
        Assert.False(problem.GetProperty("retryable").GetBoolean());
    }

    [Fact]
    public async Task Orders_under_way_enter_in_the_order_sent()
    {
        await using var socket = await OrderConnection.OpenAsync(_stack.Front);
        var sent = new List<Task<JsonElement>>();
        for (var i = 0; i < 4 * UnderWay; i++)
            sent.Add(await socket.BeginSubmitAsync(i, OrderConnection.Resting("ws-many", "QQQ", $"ws-many-{i}")));
        var answers = await Task.WhenAll(sent);
        for (var i = 0; i < answers.Length; i++)
        {
            Assert.Equal((i, 201), (answers[i].GetProperty("id").GetInt32(), answers[i].GetProperty("status").GetInt32()));
            Assert.Equal($"ws-many-{i}", answers[i].GetProperty("order").GetProperty("client_order_id").GetString());
        }
        var numbers = answers.Select(a => int.Parse(a.GetProperty("order").GetProperty("id").GetString()!["QQQ-".Length..]));
        Assert.Equal(numbers.Order(), numbers);

        // What is sent before it is canceled by it, what is sent after it is not.
        var all = await socket.BeginAsync(1_000, """
            "op":"cancel_all","account":"ws-many"
            """);
        var after = await socket.BeginSubmitAsync(1_001, OrderConnection.Resting("ws-many", "QQQ"));
        Assert.Equal(4 * UnderWay, (await all).GetProperty("orders").GetArrayLength());
        var id = (await after).GetProperty("order").GetProperty("id").GetString();
        Assert.Equal("accepted", (await _stack.GetAsync($"/orders/{id}")).Body.GetProperty("status").GetString());
        await socket.AskAsync(1_002, $$"""
            "op":"cancel","order_id":"{{id}}"
            """);
    }

    [Fact]
    public async Task Changes_of_many_orders_go_side_by_side()
    {
        await using var socket = await OrderConnection.OpenAsync(_stack.Front);
        var entered = new List<Task<JsonElement>>();
        for (var i = 0; i < UnderWay; i++)
            entered.Add(await socket.BeginSubmitAsync(i, OrderConnection.Resting("ws-change", "TSLA")));
        var ids = (await Task.WhenAll(entered)).Select(a => a.GetProperty("order").GetProperty("id").GetString()).ToArray();
        var changes = new List<Task<JsonElement>>();
        for (var i = 0; i < ids.Length; i++)
        {
            changes.Add(await socket.BeginAsync(2 * i, $$"""
                "op":"amend","order_id":"{{ids[i]}}","change":{"limit_price":9}
                """));
            changes.Add(await socket.BeginAsync(2 * i + 1, $$"""
                "op":"cancel","order_id":"{{ids[i]}}"
                """));
        }
        var answers = await Task.WhenAll(changes);
        Assert.All(answers, a => Assert.Equal(200, a.GetProperty("status").GetInt32()));
        var canceled = answers.Where((_, i) => i % 2 == 1).Select(a => a.GetProperty("order"));
        Assert.All(canceled, o => Assert.Equal(
            ("canceled", 9m), (o.GetProperty("status").GetString(), o.GetProperty("limit_price").GetDecimal())));
    }

    [Theory]
    [InlineData("not json", null, 400, "malformed_json")]
    [InlineData("[1]", null, 400, "malformed_json")]
    [InlineData("{\"op\":\"submit\",\"id\":7,\"order\":{", 7, 400, "malformed_json")]
    [InlineData("""{"op":"fly","id":7}""", 7, 400, "unknown_op")]
    [InlineData("""{"op":3,"id":7}""", 7, 400, "unknown_op")]
    [InlineData("""{"op":"submit","order":{"symbol":"AAPL","qty":1}}""", null, 400, "missing_field")]
    [InlineData("""{"op":"submit","id":"x","order":{"symbol":"AAPL","qty":1}}""", null, 400, "invalid_id")]
    [InlineData("""{"op":"submit","id":7}""", 7, 400, "missing_field")]
    [InlineData("""{"op":"submit","id":7,"order":{"symbol":"AAPL","qty":"much"}}""", 7, 400, "invalid_quantity")]
    [InlineData("""{"op":"submit","id":7,"order":{"symbol":"AAPL","qty":1},"colour":"red"}""", 7, 400, "unknown_field")]
    [InlineData("""{"op":"cancel","id":7}""", 7, 400, "missing_field")]
    [InlineData("""{"op":"cancel","id":7,"order_id":"AAPL-999999999"}""", 7, 404, "unknown_order")]
    [InlineData("""{"op":"cancel","id":7,"order_id":"no order","id":8}""", 8, 400, "malformed_json")]
    [InlineData("""{"op":"amend","id":7,"order_id":"AAPL-1"}""", 7, 400, "missing_field")]
    [InlineData("""{"op":"amend","id":7,"order_id":"AAPL-1","change":{}}""", 7, 400, "missing_field")]
    [InlineData("""{"op":"amend","id":7,"order_id":"AAPL-1","change":{"colour":1}}""", 7, 400, "unknown_field")]
    [InlineData("""{"op":"cancel_all","id":7}""", 7, 400, "missing_field")]
    [InlineData("""{"op":"cancel_all","id":7,"account":"a b"}""", 7, 400, "invalid_account")]
    [InlineData("""{"op":"cancel_all","id":7,"account":"never-opened"}""", 7, 404, "unknown_account")]
    [InlineData("""{"op":"ping","id":7}""", 7, 400, "unknown_field")]
    public async Task A_wrong_message_is_a_problem_and_the_connection_goes_on(string message, int? id, int status, string code)
    {
        await using var socket = await OrderConnection.OpenAsync(_stack.Front);
        await socket.SendAsync(message);
        var answer = await socket.NextAsync();
        var told = answer.GetProperty("id");
        Assert.Equal((id, status, code), (
            told.ValueKind == JsonValueKind.Null ? null : told.GetInt32(), answer.GetProperty("status").GetInt32(),
            answer.GetProperty("problem").GetProperty("code").GetString()));
        await AssertGoesOnAsync(socket);
    }

    [Fact]
    public async Task A_message_that_is_too_large_or_binary_is_a_problem()
    {
        await using var socket = await OrderConnection.OpenAsync(_stack.Front);
        await socket.SendAsync($$"""{"op":"cancel","id":7,"order_id":"{{new string('x', 100_000)}}"}""");
        Assert.Equal("body_too_large", (await socket.NextAsync()).GetProperty("problem").GetProperty("code").GetString());
        await socket.SendAsync(Encoding.UTF8.GetBytes("""{"op":"ping"}"""), WebSocketMessageType.Binary);
        Assert.Equal("malformed_json", (await socket.NextAsync()).GetProperty("problem").GetProperty("code").GetString());
        await AssertGoesOnAsync(socket);
    }

    [Fact]
    public async Task Ids_and_messages_under_way_are_bounded()
    {
        await using var front = await TradingFront.StartAsync(_stack, "--Streams:MaxUnderWay", "2");
        await using var socket = await OrderConnection.OpenAsync(front.Http);
        Assert.Equal(201, (await socket.SubmitAsync(1, OrderConnection.Resting("ws-bound", "NVDA"))).Status);
        await _stack.Silo.SignalAsync("STOP");
        try
        {
            var fields = $"\"op\":\"submit\",\"order\":{OrderConnection.Resting("ws-bound", "NVDA")}";
            var first = await socket.BeginAsync(1, fields);
            var second = await socket.BeginAsync(2, fields);
            await socket.SendAsync($"{{\"id\":3,{fields}}}");
            var (third, problem) = (await socket.NextAsync(), "problem");
            Assert.Equal((3, 429, "rate_limited"), (third.GetProperty("id").GetInt32(), third.GetProperty("status").GetInt32(),
                third.GetProperty(problem).GetProperty("code").GetString()));
            Assert.True(third.GetProperty(problem).GetProperty("retryable").GetBoolean());
            Assert.False(first.IsCompleted || second.IsCompleted);
            await _stack.Silo.SignalAsync("CONT");
            Assert.Equal(201, (await first).GetProperty("status").GetInt32());
            Assert.Equal(201, (await second).GetProperty("status").GetInt32());
        }
        finally
        {
            await _stack.Silo.SignalAsync("CONT");
        }
        Assert.Equal(201, (await socket.SubmitAsync(3, OrderConnection.Resting("ws-bound", "NVDA"))).Status);
        await socket.AskAsync(4, """
            "op":"cancel_all","account":"ws-bound"
            """);
    }

    [Fact]
    public async Task An_id_that_is_under_way_cannot_be_used_again()
    {
        await using var socket = await OrderConnection.OpenAsync(_stack.Front);
        Assert.Equal(201, (await socket.SubmitAsync(1, OrderConnection.Resting("ws-id", "NVDA"))).Status);
        await _stack.Silo.SignalAsync("STOP");
        try
        {
            await socket.SendAsync($"{{\"op\":\"submit\",\"id\":1,\"order\":{OrderConnection.Resting("ws-id", "NVDA")}}}");
            await socket.SendAsync($"{{\"op\":\"submit\",\"id\":1,\"order\":{OrderConnection.Resting("ws-id", "NVDA")}}}");
            Assert.Equal("id_under_way", (await socket.NextAsync()).GetProperty("problem").GetProperty("code").GetString());
        }
        finally
        {
            await _stack.Silo.SignalAsync("CONT");
        }
        Assert.Equal(201, (await socket.NextAsync()).GetProperty("status").GetInt32());
        await socket.AskAsync(2, """
            "op":"cancel_all","account":"ws-id"
            """);
    }

    [Fact]
    public async Task Events_and_answers_come_over_one_connection()
    {
        await using var socket = await OrderConnection.OpenAsync(_stack.Front);
        await socket.SendAsync("""{"account":"ws-both","symbol":"AMZN","types":"order"}""");
        Assert.Equal("orders", (await socket.NextAsync()).GetProperty("event").GetString());
        var (status, answer) = await socket.SubmitAsync(1, OrderConnection.Resting("ws-both", "AMZN"));
        Assert.Equal(201, status);
        var entered = await socket.NextAsync();
        Assert.Equal(answer.GetProperty("order").GetProperty("id").GetString(),
            entered.GetProperty("data").GetProperty("id").GetString());
        await socket.SendAsync("""{"account":"ws-both"}""");
        Assert.Equal("already_subscribed", (await socket.NextAsync()).GetProperty("data").GetProperty("code").GetString());
        await AssertGoesOnAsync(socket);
    }

    [Fact]
    public async Task An_order_sent_again_after_a_break_is_one_order()
    {
        var order = OrderConnection.Resting("ws-again", "AMZN", "ws-again-1");
        await using (var broken = await OrderConnection.OpenAsync(_stack.Front))
        {
            // No one reads its answer.
            await broken.SendAsync($"{{\"op\":\"submit\",\"id\":1,\"order\":{order}}}");
            await Eventually.HoldsAsync(async () =>
                (await _stack.GetAsync("/orders/by-client-id?account=ws-again&client_order_id=ws-again-1")).Status == 200);
            broken.Break();
        }
        await using var socket = await OrderConnection.OpenAsync(_stack.Front);
        var (status, answer) = await socket.SubmitAsync(1, order);
        var stored = (await _stack.GetAsync("/orders?account=ws-again")).Body.EnumerateArray().Single();
        Assert.Equal((200, stored.GetRawText()), (status, answer.GetProperty("order").GetRawText()));
    }

    [Fact]
    public async Task A_sender_that_takes_no_answers_is_cut_off()
    {
        await using var front = await TradingFront.StartAsync(_stack, "--Streams:WriteTimeout", "00:00:01");
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(
            new($"{front.Http.BaseAddress!.ToString().Replace("http://", "ws://", StringComparison.Ordinal)}ws"), default);
        var message = Encoding.UTF8.GetBytes("""{"op":"fly","id":1}""");
        using var patience = new CancellationTokenSource(Pace.Scale(TimeSpan.FromMinutes(3)));
        await Assert.ThrowsAnyAsync<WebSocketException>(async () =>
        {
            while (true) await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, patience.Token);
        });
        await Eventually.HoldsAsync(async () => (await front.Http.GetStringAsync("/metrics"))
            .Contains("stream_slow_readers_total 1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Metrics_count_messages_by_operation_and_status()
    {
        await using var front = await TradingFront.StartAsync(_stack);
        await using var socket = await OrderConnection.OpenAsync(front.Http);
        await socket.SubmitAsync(1, OrderConnection.Resting("ws-count", "AMZN"));
        await socket.AskAsync(2, """
            "op":"cancel_all","account":"ws-count"
            """);
        await socket.AskAsync(3, """
            "op":"fly"
            """);
        var metrics = await front.Http.GetStringAsync("/metrics");
        foreach (var (method, status) in new[] { ("submit", 201), ("cancel_all", 200), ("other", 400) })
            Assert.Contains(
                $"api_requests_total{{endpoint=\"/ws\",method=\"{method}\",status=\"{status}\"}} 1", metrics,
                StringComparison.Ordinal);
        Assert.Contains(
            "api_request_duration_seconds_count{endpoint=\"/ws\",method=\"submit\"} 1", metrics, StringComparison.Ordinal);
    }

    private static string Symbols(JsonElement answer) => string.Join(
        ' ', answer.GetProperty("orders").EnumerateArray().Select(o => o.GetProperty("symbol").GetString()).Order());

    private static async Task AssertGoesOnAsync(OrderConnection socket)
    {
        await socket.SendAsync("""{"op":"ping"}""");
        Assert.Equal("pong", (await socket.NextAsync()).GetProperty("event").GetString());
    }
}
