using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Orders;

/// <summary>Each bad request has the status and code of the contract, and stores nothing.</summary>
public sealed class BadRequestTests(BadRequestTests.Shared shared) : IClassFixture<BadRequestTests.Shared>
{
    [Theory]
    [InlineData("""{"symbol":"AAPL","qty":10""", 400, "malformed_json", null, null)]
    [InlineData("", 400, "malformed_json", null, null)]
    [InlineData("null", 400, "malformed_json", null, null)]
    [InlineData("[]", 400, "malformed_json", null, null)]
    [InlineData("""{"symbol":"AAPL","qty":10,"qty":20}""", 400, "malformed_json", "qty", null)]
    [InlineData("""{"qty":10}""", 400, "missing_field", "symbol", null)]
    [InlineData("""{"symbol":"AAPL"}""", 400, "missing_field", "qty", null)]
    [InlineData("""{"symbol":"NOPE","qty":10}""", 404, "unknown_symbol", "symbol", "NOPE")]
    [InlineData("""{"symbol":"AMZ","qty":10}""", 404, "unknown_symbol", "symbol", "did you mean 'AMZN'? GET /instruments lists all")]
    [InlineData("""{"symbol":"aapl","qty":10}""", 404, "unknown_symbol", "symbol", "did you mean 'AAPL'? GET /instruments lists all")]
    [InlineData("""{"symbol":"","qty":10}""", 400, "invalid_symbol", "symbol", null)]
    [InlineData("""{"symbol":7,"qty":10}""", 400, "invalid_symbol", "symbol", "7")]
    [InlineData("""{"symbol":"AAPL","qty":0}""", 400, "invalid_quantity", "qty", "0")]
    [InlineData("""{"symbol":"AAPL","qty":-1}""", 400, "invalid_quantity", "qty", "-1")]
    [InlineData("""{"symbol":"AAPL","qty":1.5}""", 400, "invalid_quantity", "qty", "1.5")]
    [InlineData("""{"symbol":"AAPL","qty":1000001}""", 400, "invalid_quantity", "qty", "1000001")]
    [InlineData("""{"symbol":"AAPL","qty":79228162514264337593543950335}""", 400, "invalid_quantity", "qty", "79228162514264337593543950335")]
    [InlineData("""{"symbol":"AAPL","qty":1e400}""", 400, "invalid_quantity", "qty", "1e400")]
    [InlineData("""{"symbol":"AAPL","qty":"many"}""", 400, "invalid_quantity", "qty", "many")]
    [InlineData("""{"symbol":"AAPL","qty":true}""", 400, "invalid_quantity", "qty", "true")]
    [InlineData("""{"symbol":"AAPL","qty":10,"type":"limit"}""", 400, "missing_field", "limit_price", null)]
    [InlineData("""{"symbol":"AAPL","qty":10,"limit_price":10}""", 400, "unexpected_field", "limit_price", null)]
    [InlineData("""{"symbol":"AAPL","qty":10,"type":"limit","limit_price":10.001}""", 400, "price_not_on_tick", "limit_price", "10.001")]
    [InlineData("""{"symbol":"ESZ7","qty":1,"type":"limit","limit_price":5000.10}""", 400, "price_not_on_tick", "limit_price", "5000.10")]
    [InlineData("""{"symbol":"AAPL","qty":10,"type":"limit","limit_price":-5}""", 400, "invalid_price", "limit_price", "-5")]
    [InlineData("""{"symbol":"AAPL","qty":10,"type":"limit","limit_price":0}""", 400, "invalid_price", "limit_price", "0")]
    [InlineData("""{"symbol":"AAPL","qty":10,"type":"limit","limit_price":{}}""", 400, "invalid_price", "limit_price", "{")]
    [InlineData("""{"symbol":"AAPL","qty":10,"asset_class":"FUTURES"}""", 400, "asset_class_mismatch", "asset_class", null)]
    [InlineData("""{"symbol":"AAPL","qty":10,"asset_class":"BONDS"}""", 400, "invalid_asset_class", "asset_class", "BONDS")]
    [InlineData("""{"symbol":"AAPL","qty":10,"side":"LONG"}""", 400, "invalid_side", "side", "LONG")]
    [InlineData("""{"symbol":"AAPL","qty":10,"type":"peg"}""", 400, "invalid_type", "type", "peg")]
    [InlineData("""{"symbol":"AAPL","qty":10,"time_in_force":"forever"}""", 400, "invalid_time_in_force", "time_in_force", "forever")]
    [InlineData("""{"symbol":"AAPL","qty":10,"time_in_force":"gtd","expire_at":"2100-01-01T00:00:00Z"}""", 400, "invalid_time_in_force", "time_in_force", null)]
    [InlineData("""{"symbol":"AAPL","qty":10,"type":"limit","limit_price":9,"time_in_force":"gtd"}""", 400, "invalid_expire_at", "expire_at", null)]
    [InlineData("""{"symbol":"AAPL","qty":10,"expire_at":"soon"}""", 400, "invalid_expire_at", "expire_at", "soon")]
    [InlineData("""{"symbol":"AAPL","qty":10,"type":"limit","limit_price":9,"time_in_force":"gtd","expire_at":"2037-01-05T10:00:00"}""", 400, "invalid_expire_at", "expire_at", "2037-01-05T10:00:00")]
    [InlineData("""{"symbol":"AAPL","qty":10,"type":"limit","limit_price":9,"time_in_force":"gtd","expire_at":"2037-01-05"}""", 400, "invalid_expire_at", "expire_at", "offset")]
    [InlineData("""{"symbol":"AAPL","qty":10,"type":"limit","limit_price":9,"time_in_force":"gtd","expire_at":"2020-01-05T10:00:00Z"}""", 400, "invalid_expire_at", "expire_at", "2020-01-05T10:00:00")]
    [InlineData("""{"symbol":"AAPL","qty":10.0000000000000000000000000001,"type":"limit","limit_price":9}""", 400, "invalid_quantity", "qty", "10.0000000000000000000000000001")]
    [InlineData("""{"symbol":"AAPL","qty":1,"qty":10}""", 400, "malformed_json", "qty", null)]
    [InlineData("""{"symbol":"AAPL","qty":10,"account":"a b"}""", 400, "invalid_account", "account", "a b")]
    [InlineData("""{"symbol":"AAPL","qty":10,"account":"../x"}""", 400, "invalid_account", "account", "../x")]
    [InlineData("""{"symbol":"AAPL","qty":10,"account":"."}""", 400, "invalid_account", "account", "'.'")]
    [InlineData("""{"symbol":"AAPL","qty":10,"account":".."}""", 400, "invalid_account", "account", "'..'")]
    [InlineData("""{"symbol":"AAPL","qty":10,"account":"market-maker"}""", 400, "invalid_account", "account", "market-maker")]
    [InlineData("""{"symbol":"AAPL","qty":10,"type":"limit","limit_price":9,"display_qty":10}""", 400, "invalid_display_quantity", "display_qty", "10")]
    [InlineData("""{"symbol":"AAPL","qty":10,"type":"limit","limit_price":9,"display_qty":2,"time_in_force":"ioc"}""", 400, "invalid_display_quantity", "display_qty", "2")]
    [InlineData("""{"symbol":"AAPL","qty":10,"display_qty":2}""", 400, "invalid_display_quantity", "display_qty", "2")]
    [InlineData("""{"symbol":"AAPL","qty":10,"post_only":true}""", 400, "invalid_post_only", "post_only", "true")]
    [InlineData("""{"symbol":"AAPL","qty":10,"type":"limit","limit_price":9,"post_only":true,"time_in_force":"fok"}""", 400, "invalid_post_only", "post_only", "true")]
    [InlineData("""{"symbol":"AAPL","qty":10,"client_order_id":""}""", 400, "invalid_client_order_id", "client_order_id", null)]
    [InlineData("""{"symbol":"AAPL","qty":10,"price":10}""", 400, "unknown_field", "price", "10")]
    public async Task A_bad_order_is_refused_by_name(string json, int status, string code, string? field, string? value)
    {
        var (actual, body) = await shared.Stack.PostAsync("/orders", json);
        Assert.Equal(code, body.GetProperty("code").GetString());
        Assert.Equal(status, actual);
        Assert.False(body.GetProperty("retryable").GetBoolean());
        AssertNamed(body, field, value);
        await NothingIsStoredAsync();
    }

    [Fact]
    public async Task A_body_of_10_MB_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/orders") { Headers = { ExpectContinue = true } };
        var json = $$"""{"symbol":"{{new string('A', 10_000_000)}}","qty":1}""";
        request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await shared.Stack.Front.SendAsync(request);
        Assert.Equal(413, (int)response.StatusCode);
        Assert.Equal("body_too_large", (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
        await NothingIsStoredAsync();
    }

    [Fact]
    public async Task Another_content_type_is_refused()
    {
        var text = new MediaTypeHeaderValue("text/plain");
        using var content = new StringContent("""{"symbol":"AAPL","qty":10}""", Encoding.UTF8, text);
        using var response = await shared.Stack.Front.PostAsync("/orders", content);
        Assert.Equal(415, (int)response.StatusCode);
        Assert.Equal(
            "unsupported_media_type", (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
        await NothingIsStoredAsync();
    }

    [Theory]
    [InlineData("/orders/AAPL-1", 404, "unknown_order", "order", "AAPL-1")]
    [InlineData("/orders/nonsense", 404, "unknown_order", "order", "nonsense")]
    [InlineData("/trades/AAPL-1-1", 404, "unknown_trade", "trade", "AAPL-1-1")]
    [InlineData("/trades/AAPL", 404, "unknown_trade", "trade", "AAPL")]
    [InlineData("/accounts/nobody", 404, "unknown_account", "account", "nobody")]
    [InlineData("/accounts/nobody/positions", 404, "unknown_account", "account", "nobody")]
    [InlineData("/books/NOPE", 404, "unknown_symbol", "symbol", "'NOPE' is not known; GET /instruments lists all")]
    [InlineData("/books/aapl", 404, "unknown_symbol", "symbol", "did you mean 'AAPL'?")]
    [InlineData("/instruments/msft", 404, "unknown_symbol", "symbol", "did you mean 'MSFT'?")]
    [InlineData("/stream?symbol=aapl", 404, "unknown_symbol", "symbol", "did you mean 'AAPL'?")]
    [InlineData("/books/AAPL?depth=0", 400, "invalid_depth", "depth", "0")]
    [InlineData("/orders?limit=0", 400, "invalid_limit", "limit", "0")]
    [InlineData("/orders?status=odd", 400, "invalid_status", "status", "odd")]
    [InlineData("/breakers/desk", 404, "unknown_breaker", "breaker", "desk")]
    [InlineData("/nowhere", 404, "not_found", "/nowhere", "/nowhere")]
    [InlineData("/orders?limit=many", 400, "invalid_limit", "limit", "many")]
    [InlineData("/orders?account=a%20b", 400, "invalid_account", "account", "a b")]
    [InlineData("/trades?symbol=0123456789012345678901234567890123456789x", 400, "invalid_symbol", "symbol", "'0123456789012345678901234567890123456789…'")]
    [InlineData("/orders?before=", 400, "invalid_before", "before", "''")]
    [InlineData("/orders?before=garbage", 400, "invalid_before", "before", "'garbage'")]
    [InlineData("/orders?before=AAPL-999", 400, "invalid_before", "before", "'AAPL-999'")]
    [InlineData("/trades?before=AAPL-999-1", 400, "invalid_before", "before", "'AAPL-999-1'")]
    [InlineData("/accounts?before=nobody", 400, "invalid_before", "before", "'nobody'")]
    [InlineData("/incidents?before=INC-999", 400, "invalid_before", "before", "'INC-999'")]
    [InlineData("/incidents?before=garbage", 400, "invalid_before", "before", "'garbage'")]
    [InlineData("/breakers/firm/history?before=999", 400, "invalid_before", "before", "'999'")]
    [InlineData("/breakers/firm/history?before=%205", 400, "invalid_before", "before", "' 5'")]
    [InlineData("/audit-trail?symbol=AAPL&after=7-book%2FMSFT", 400, "invalid_before", "after", "'7-book/MSFT'")]
    [InlineData("/audit-trail?symbol=AAPL&after=999-book%2FAAPL", 400, "invalid_before", "after", "'999-book/AAPL'")]
    [InlineData("/audit-trail?scope=account:a", 400, "invalid_scope", "scope", "'account:a'")]
    [InlineData("/audit-trail?scope=firm&account=a", 400, "invalid_scope", "scope", "cannot be combined")]
    [InlineData("/audit-trail?symbol=AAPL&from=2026-01-05", 400, "invalid_time", "from", "'2026-01-05'")]
    [InlineData("/audit-trail?symbol=AAPL&to=2026-01-05T14:30:00", 400, "invalid_time", "to", "'2026-01-05T14:30:00'")]
    [InlineData("/stream?last_event_id=garbage", 400, "invalid_last_event_id", "event", "'garbage'")]
    [InlineData("/stream?last_event_id=NOPE=5", 400, "invalid_last_event_id", "event", "'NOPE'")]
    [InlineData("/stream?last_event_id=AAPL=1,AAPL=2", 400, "invalid_last_event_id", "event", "'AAPL=1,AAPL=2'")]
    [InlineData("/orders?symbol=NOPE", 404, "unknown_symbol", "symbol", "'NOPE'")]
    [InlineData("/trades?symbol=NOPE", 404, "unknown_symbol", "symbol", "'NOPE'")]
    [InlineData("/orders?after=2026-01-05", 400, "invalid_time", "after", "'2026-01-05'")]
    [InlineData("/orders?until=2026-01-05T14:30:00", 400, "invalid_time", "until", "'2026-01-05T14:30:00'")]
    [InlineData("/trades?after=yesterday", 400, "invalid_time", "after", "'yesterday'")]
    [InlineData("/orders?after=2026-01-06T00:00:00Z&until=2026-01-05T00:00:00Z", 400, "invalid_time", "after", "2026-01-06")]
    [InlineData("/orders?direction=up", 400, "invalid_direction", "direction", "'up'")]
    [InlineData("/orders?side=long", 400, "invalid_side", "side", "'long'")]
    [InlineData("/orders?symbl=AAPL", 400, "unknown_parameter", "symbl", "'AAPL'")]
    [InlineData("/orders?limit=1&limit=2", 400, "duplicate_parameter", "limit", "2 times")]
    public async Task A_bad_question_is_refused_by_name(string path, int status, string code, string field, string value)
    {
        var (actual, body) = await shared.Stack.GetAsync(path);
        Assert.Equal(code, body.GetProperty("code").GetString());
        Assert.Equal(status, actual);
        AssertNamed(body, field, value);
    }

    [Theory]
    [InlineData("/orders?account=a&symbl=AAPL", 400, "unknown_parameter")]
    [InlineData("/orders?account=a&account=b", 400, "duplicate_parameter")]
    [InlineData("/orders?account=warm-up&symbol=NOPE", 404, "unknown_account")]
    public async Task A_cancel_of_all_is_never_wider_than_asked(string path, int status, string code)
    {
        var (actual, body) = await shared.Stack.DeleteAsync(path);
        Assert.Equal((status, code), (actual, body.GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData("/orders/AAPL-999")]
    [InlineData("/orders/NOPE-1")]
    [InlineData("/orders/nonsense")]
    public async Task An_unknown_order_cannot_be_canceled(string path)
    {
        var (status, body) = await shared.Stack.DeleteAsync(path);
        Assert.Equal(404, status);
        Assert.Equal("unknown_order", body.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("""{}""", "invalid_reason", "reason", null)]
    [InlineData("""{"reason":" "}""", "invalid_reason", "reason", "' '")]
    [InlineData("""{"reason":"x","who":"me"}""", "unknown_field", "who", "me")]
    public async Task A_breaker_changes_only_for_a_reason(string json, string code, string field, string? value)
    {
        var (status, body) = await shared.Stack.PostAsync("/breakers/firm/trip", json);
        Assert.Equal(400, status);
        Assert.Equal(code, body.GetProperty("code").GetString());
        AssertNamed(body, field, value);
    }

    /// <summary>A value far longer than what is shown of it, also in a body over lines and in a list.</summary>
    [Theory]
    [InlineData("/orders", "{\n \"symbol\": \"AAPL\",\n \"qty\": \"LONG\",\n \"side\": \"buy\"}", "invalid_quantity", "qty")]
    [InlineData("/orders/batch", """[{"symbol":"AAPL","qty":1},{"qty":"LONG"}]""", "invalid_quantity", "[1].qty")]
    [InlineData("/orders", """{"symbol":"AAPL","qty":1,"client_order_id":"LONG"}""", "invalid_client_order_id", "client_order_id")]
    [InlineData("/orders", """{"symbol":"AAPL","qty":1,"side":"LONG"}""", "invalid_side", "side")]
    [InlineData("/orders", """{"symbol":"AAPL","qty":1,"odd":"LONG"}""", "unknown_field", "odd")]
    public async Task A_long_value_is_shown_by_its_beginning(string path, string json, string code, string field)
    {
        var value = string.Concat(Enumerable.Repeat("0123456789", 20));
        var (status, body) = await shared.Stack.PostAsync(path, json.Replace("LONG", value));
        Assert.Equal((400, code), (status, body.GetProperty("code").GetString()));
        AssertNamed(body, field, $"'{value[..40]}…'");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_in_many_pieces_is_read_like_one(bool isChunked)
    {
        const string Order = """{"symbol":"AAPL","qty":1,"client_order_id":"0123456789012345678901234567890123456789"}""";
        var json = $"[{string.Concat(Enumerable.Repeat(Order + ",\n", 900))}{Order.Replace("1,", "\"many\",")}]";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/orders/batch");
        request.Headers.TransferEncodingChunked = isChunked;
        request.Content = new ByteArrayContent([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(json)]);
        request.Content.Headers.ContentType = new("application/json");
        using var response = await shared.Stack.Front.SendAsync(request);
        Assert.Equal(400, (int)response.StatusCode);
        AssertNamed(await response.Content.ReadFromJsonAsync<JsonElement>(), "[900].qty", "'many'");
        await NothingIsStoredAsync();
    }

    /// <summary>The detail of a problem names the field, and the value where the request has one.</summary>
    private static void AssertNamed(JsonElement problem, string? field, string? value)
    {
        var detail = problem.GetProperty("detail").GetString()!;
        Assert.NotEmpty(detail);
        if (field is not null) Assert.Contains(field, detail, StringComparison.Ordinal);
        if (value is not null) Assert.Contains(value, detail, StringComparison.Ordinal);
    }

    private async Task NothingIsStoredAsync()
    {
        var (status, orders) = await shared.Stack.GetAsync("/orders?status=all");
        Assert.Equal(200, status);
        Assert.Equal(0, orders.GetArrayLength());
    }

    public sealed class Shared : IAsyncLifetime
    {
        internal TradingStack Stack { get; private set; } = null!;

        public async Task InitializeAsync() => Stack = await TradingStack.StartAsync();

        public async Task DisposeAsync() => await Stack.DisposeAsync();
    }
}
