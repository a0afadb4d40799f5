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
    [InlineData("""{"symbol":"AAPL","qty":10""", 400, "malformed_json")]
    [InlineData("", 400, "malformed_json")]
    [InlineData("null", 400, "malformed_json")]
    [InlineData("[]", 400, "malformed_json")]
    [InlineData("""{"symbol":"AAPL","qty":10,"qty":20}""", 400, "malformed_json")]
    [InlineData("""{"qty":10}""", 400, "missing_field")]
    [InlineData("""{"symbol":"AAPL"}""", 400, "missing_field")]
    [InlineData("""{"symbol":"NOPE","qty":10}""", 404, "unknown_symbol")]
    [InlineData("""{"symbol":"","qty":10}""", 400, "invalid_symbol")]
    [InlineData("""{"symbol":7,"qty":10}""", 400, "invalid_symbol")]
    [InlineData("""{"symbol":"AAPL","qty":0}""", 400, "invalid_quantity")]
    [InlineData("""{"symbol":"AAPL","qty":-1}""", 400, "invalid_quantity")]
    [InlineData("""{"symbol":"AAPL","qty":1.5}""", 400, "invalid_quantity")]
    [InlineData("""{"symbol":"AAPL","qty":1000001}""", 400, "invalid_quantity")]
    [InlineData("""{"symbol":"AAPL","qty":79228162514264337593543950335}""", 400, "invalid_quantity")]
    [InlineData("""{"symbol":"AAPL","qty":1e400}""", 400, "invalid_quantity")]
    [InlineData("""{"symbol":"AAPL","qty":"many"}""", 400, "invalid_quantity")]
    [InlineData("""{"symbol":"AAPL","qty":true}""", 400, "invalid_quantity")]
    [InlineData("""{"symbol":"AAPL","qty":10,"type":"limit"}""", 400, "missing_field")]
    [InlineData("""{"symbol":"AAPL","qty":10,"limit_price":10}""", 400, "unexpected_field")]
    [InlineData("""{"symbol":"AAPL","qty":10,"type":"limit","limit_price":10.001}""", 400, "price_not_on_tick")]
    [InlineData("""{"symbol":"ESZ7","qty":1,"type":"limit","limit_price":5000.10}""", 400, "price_not_on_tick")]
    [InlineData("""{"symbol":"AAPL","qty":10,"type":"limit","limit_price":-5}""", 400, "invalid_price")]
    [InlineData("""{"symbol":"AAPL","qty":10,"type":"limit","limit_price":0}""", 400, "invalid_price")]
    [InlineData("""{"symbol":"AAPL","qty":10,"type":"limit","limit_price":{}}""", 400, "invalid_price")]
    [InlineData("""{"symbol":"AAPL","qty":10,"asset_class":"FUTURES"}""", 400, "asset_class_mismatch")]
    [InlineData("""{"symbol":"AAPL","qty":10,"asset_class":"BONDS"}""", 400, "invalid_asset_class")]
    [InlineData("""{"symbol":"AAPL","qty":10,"side":"BUY"}""", 400, "invalid_side")]
    [InlineData("""{"symbol":"AAPL","qty":10,"type":"peg"}""", 400, "invalid_type")]
    [InlineData("""{"symbol":"AAPL","qty":10,"time_in_force":"forever"}""", 400, "invalid_time_in_force")]
    [InlineData("""{"symbol":"AAPL","qty":10,"time_in_force":"ioc"}""", 400, "invalid_time_in_force")]
    [InlineData("""{"symbol":"AAPL","qty":10,"type":"limit","limit_price":9,"time_in_force":"gtd"}""", 400, "invalid_expire_at")]
    [InlineData("""{"symbol":"AAPL","qty":10,"expire_at":"soon"}""", 400, "invalid_expire_at")]
    [InlineData("""{"symbol":"AAPL","qty":10,"account":"a b"}""", 400, "invalid_account")]
    [InlineData("""{"symbol":"AAPL","qty":10,"account":"../x"}""", 400, "invalid_account")]
    [InlineData("""{"symbol":"AAPL","qty":10,"account":"market-maker"}""", 400, "invalid_account")]
    [InlineData("""{"symbol":"AAPL","qty":10,"type":"limit","limit_price":9,"display_qty":10}""", 400, "invalid_display_quantity")]
    [InlineData(
        """{"symbol":"AAPL","qty":10,"type":"limit","limit_price":9,"display_qty":2,"time_in_force":"ioc"}""",
        400, "invalid_display_quantity")]
    [InlineData("""{"symbol":"AAPL","qty":10,"display_qty":2}""", 400, "invalid_display_quantity")]
    [InlineData("""{"symbol":"AAPL","qty":10,"post_only":true}""", 400, "invalid_post_only")]
    [InlineData(
        """{"symbol":"AAPL","qty":10,"type":"limit","limit_price":9,"post_only":true,"time_in_force":"fok"}""",
        400, "invalid_post_only")]
    [InlineData(
        """{"symbol":"AAPL","qty":10,"type":"stop","stop_price":9,"time_in_force":"ioc"}""", 400, "invalid_time_in_force")]
    [InlineData("""{"symbol":"AAPL","qty":10,"client_order_id":""}""", 400, "invalid_client_order_id")]
    [InlineData("""{"symbol":"AAPL","qty":10,"price":10}""", 400, "unknown_field")]
    public async Task A_bad_order_is_refused_by_name(string json, int status, string code)
    {
        var (actual, body) = await shared.Stack.PostAsync("/orders", json);
        Assert.Equal(code, body.GetProperty("code").GetString());
        Assert.Equal(status, actual);
        Assert.False(body.GetProperty("retryable").GetBoolean());
        Assert.NotEmpty(body.GetProperty("detail").GetString()!);
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
    [InlineData("/orders/AAPL-1", 404, "unknown_order")]
    [InlineData("/orders/nonsense", 404, "unknown_order")]
    [InlineData("/trades/AAPL-1-1", 404, "unknown_trade")]
    [InlineData("/trades/AAPL", 404, "unknown_trade")]
    [InlineData("/accounts/nobody", 404, "unknown_account")]
    [InlineData("/accounts/nobody/positions", 404, "unknown_account")]
    [InlineData("/books/NOPE", 404, "unknown_symbol")]
    [InlineData("/books/AAPL?depth=0", 400, "invalid_depth")]
    [InlineData("/orders?limit=0", 400, "invalid_limit")]
    [InlineData("/orders?status=odd", 400, "invalid_status")]
    [InlineData("/breakers/desk", 404, "unknown_breaker")]
    [InlineData("/nowhere", 404, "not_found")]
    public async Task A_bad_question_is_refused_by_name(string path, int status, string code)
    {
        var (actual, body) = await shared.Stack.GetAsync(path);
        Assert.Equal(code, body.GetProperty("code").GetString());
        Assert.Equal(status, actual);
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
    [InlineData("""{}""", "invalid_reason")]
    [InlineData("""{"reason":" "}""", "invalid_reason")]
    [InlineData("""{"reason":"x","who":"me"}""", "unknown_field")]
    public async Task A_breaker_changes_only_for_a_reason(string json, string code)
    {
        var (status, body) = await shared.Stack.PostAsync("/breakers/firm/trip", json);
        Assert.Equal(400, status);
        Assert.Equal(code, body.GetProperty("code").GetString());
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
