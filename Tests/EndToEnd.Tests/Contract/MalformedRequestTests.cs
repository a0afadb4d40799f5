using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Contract;

/// <summary>
/// Over 200 requests that are wrong in some way: each is answered with a problem, none with a 500, none is stored.
/// </summary>
public sealed partial class MalformedRequestTests(MalformedRequestTests.Shared shared)
    : IClassFixture<MalformedRequestTests.Shared>
{
    private const string NewOrder = "/orders";
    private const string Batch = "/orders/batch";

    private static readonly string[] Values =
    [
        "true", "{}", "[]", "[1]", "\"\"", "\"\\u0000\"", "1e999", "-1e999", "99999999999999999999999999999999", "\"NaN\"",
            "-0.0000001",
        "\"😀\"", "\"' OR 1=1 --\"",
    ];

    private static readonly string[] Fields =
    [
        "symbol", "qty", "account", "side", "type", "time_in_force", "limit_price", "stop_price", "display_qty", "post_only",
        "self_trade_prevention", "expire_at", "asset_class",
    ];

    private static readonly string[] Bodies =
    [
        "", " ", "{", "}", "nul", "nulll", "{\"symbol\"", "{\"symbol\":}", "{\"symbol\":\"AAPL\",}", "{'symbol':'AAPL','qty':1}",
        "{\"symbol\":\"AAPL\",\"symbol\":\"MSFT\",\"qty\":1}", "{\"symbol\":\"AAPL\" \"qty\":1}",
            "{\"symbol\":\"AAPL\",\"qty\":01}",
        "{\"symbol\":\"AAPL\",\"qty\":0x1}", "{\"symbol\":\"AAPL\",\"qty\":1}{}", "{\"symbol\":\"\\ud800\",\"qty\":1}",
            "\"text\"", "7",
        "{\"__proto__\":{},\"symbol\":\"AAPL\",\"qty\":1}", "{\"SYMBOL\":\"AAPL\",\"QTY\":1}",
            "// comment\n{\"symbol\":\"AAPL\",\"qty\":1}",
        "{\"symbol\":\"AAPL\",\"qty\":1,\"client_order_id\":\"a\\u0000\"}",
        "{\"symbol\":\"AAPL\",\"qty\":1,\"x\":\"\\ud800\"}",
    ];

    /// <summary>Wrong in what they say, each for another endpoint.</summary>
    private static readonly (string Method, string Path, string Json)[] Contents =
    [
        ("PATCH", "/orders/AAPL-1", """{"qty":-79228162514264337593543950335}"""),
        ("PUT", "/instruments/BIG", """{"asset_class":"EQUITY","tick_size":1e20,"max_quantity":100}"""),
        ("PUT", "/instruments/BIG", """{"asset_class":"EQUITY","tick_size":1,"lot_size":1e20,"max_quantity":1e20}"""),
        ("PUT", "/instruments/BIG%0A", """{"asset_class":"EQUITY","tick_size":1,"max_quantity":100}"""),
        ("PUT", "/accounts/cheap", """{"fees":{"equity":{"taker":{"per_unt":0.003}}}}"""),
        ("PUT", "/accounts/cheap", """{"fees":{"equity":{"take":{"per_unit":0.003}}}}"""),
        ("POST", "/incidents/alertmanager", """{"alerts":[null]}"""),
    ];

    private static readonly string[] Paths =
    [
        "/orders/..%2f..%2fetc%2fpasswd", "/orders/AAPL-", "/orders/-1", "/orders/AAPL--1",
            "/orders/AAPL-99999999999999999999",
        "/orders/AAPL-1%0d%0aX:1", "/orders/%F0%9F%98%80", "/orders//", "/books/", "/books/aapl",
            "/books/AAPL?depth=-1",
        "/books/AAPL?depth=1e3", "/books/AAPL?depth=", "/books/AAPL?depth=1&depth=2", "/orders?limit=-1", "/orders?limit=1001",
        "/orders?limit=", "/orders?limit=0x10", "/orders?limit=99999999999", "/orders?limit=1&limit=2", "/orders?status=OPENED",
        "/orders?account=..%2f", "/orders?account=", "/orders?symbol=", "/orders?before=", "/trades?limit=0",
            "/trades?account=a%20b",
        "/trades/x", "/trades/AAPL-1-0", "/accounts/%20", "/accounts/%2e%2e%2f", "/accounts/x/positions",
        "/orders/by-client-id", "/orders/by-client-id?client_order_id=", "/orders/by-client-id?client_order_id=a%00",
            "/orders?symbol=%00", "/orders?before=%00", "/trades?symbol=AAPL%00",
                "/orders/by-client-id?account=%2f&client_order_id=x",
        "/breakers/FIRMS", "/breakers/account:", "/api/v2/orders", "/.env", "/orders.json", "/ORDERS/x",
            "/stream?types=everything",
    ];

    [Fact]
    public async Task Each_is_answered_with_a_problem_and_none_is_stored()
    {
        var wrong = new List<string>();
        var count = 0;
        foreach (var (method, path, type, body) in Requests())
        {
            count++;
            using var request = new HttpRequestMessage(new(method), path);
            if (body is not null)
            {
                request.Content = new ByteArrayContent(body);
                if (type is not null) request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            }
            using var response = await shared.Stack.Front.SendAsync(request);
            if (await FindFaultAsync(response) is { } fault)
                wrong.Add(
                    $"{method} {path} {type} {Shown(body)}: {fault}");
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(count >= 200, $"only {count} requests");
        var (_, orders) = await shared.Stack.GetAsync("/orders?status=all");
        Assert.Equal(0, orders.GetArrayLength());
        Assert.Equal(200, (await shared.Stack.GetAsync("/health")).Status);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("GET /orders HTTP/9.9\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\nbad header\r\n\r\n")]
    [InlineData("GET /orders/%00 HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("DELETE /orders/%00 HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n")]
    [InlineData("POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n12345")]
    [InlineData("POST /orders HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked, nonsense\r\n\r\nZZ\r\n")]
    [InlineData("\u0016\u0003\u0001nonsense\r\n\r\n")]
    public async Task What_is_no_HTTP_is_refused(string text)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, shared.Stack.Front.BaseAddress!.Port);
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(text));
        Assert.Matches("^HTTP/1.1 (4|505)", await reader.ReadLineAsync());
        var answer = "";
        while (!answer.Contains('}', StringComparison.Ordinal))
            answer += await reader.ReadLineAsync() ?? throw new EndOfStreamException($"no problem in {answer}");
        using var problem = JsonDocument.Parse(answer[answer.IndexOf('{')..(answer.IndexOf('}') + 1)]);
        Assert.Matches(Code(), problem.RootElement.GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_body_that_ends_too_soon_is_not_an_order()
    {
        const string Json = """{"symbol":"AAPL","qty":1,"type":"limit","limit_price":10}""";
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(IPAddress.Loopback, shared.Stack.Front.BaseAddress!.Port);
            var head = string.Create(CultureInfo.InvariantCulture,
                $"POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + $"Content-Length: {Json.Length + 10}\r\n\r\n");
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head + Json));
        }
        Assert.Equal(200, (await shared.Stack.GetAsync("/health")).Status);
        Assert.Equal(0, (await shared.Stack.GetAsync("/orders?status=all")).Body.GetArrayLength());
    }

    private static IEnumerable<(string Method, string Path, string? Type, byte[]? Body)> Requests()
    {
        const string Json = "application/json";
        foreach (var body in Bodies)
            foreach (var path in new[] { NewOrder, Batch })
                yield return ("POST", path, Json, Encoding.UTF8.GetBytes(body));
        foreach (var field in Fields)
            foreach (var value in Values)
            {
                var rest = field == "symbol" ? "\"qty\":1"
                    : field == "qty" ? "\"symbol\":\"AAPL\"" : "\"symbol\":\"AAPL\",\"qty\":1";
                // A name that an account may have, and a word that is right there.
                if ((field, value) is ("account", "\"NaN\"") or ("post_only", "true")) continue;
                yield return ("POST", NewOrder, Json, Encoding.UTF8.GetBytes($"{{{rest},\"{field}\":{value}}}"));
            }
        foreach (var path in Paths) yield return ("GET", path, null, null);
        foreach (var (method, path, json) in Contents) yield return (method, path, Json, Encoding.UTF8.GetBytes(json));
        foreach (var type in new[] { null, "text/plain", "application/xml", "multipart/form-data",
            "application/x-www-form-urlencoded" })
            foreach (var path in new[] { NewOrder, Batch, "/breakers/firm/trip" })
                yield return ("POST", path, type, "{\"symbol\":\"AAPL\",\"qty\":1}"u8.ToArray());
        var deep = Encoding.UTF8.GetBytes(new string('[', 100_000));
        var deeper = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"symbol\":", 5_000)));
        byte[] unreadable = [.. "{\"symbol\":\"AAPL\",\"qty\":1,\"x\":\""u8, 0xff, .. "\"}"u8];
        byte[][] raw =
            [unreadable, [0xff, 0xfe, 0x00], [0xc3, 0x28], [0x00], Encoding.Unicode.GetBytes("{}"), [0xef, 0xbb], deep, deeper];
        foreach (var body in raw)
            foreach (var path in new[] { NewOrder, Batch, "/breakers/firm/trip" })
                yield return ("POST", path, Json, body);
        foreach (var method in new[] { "PUT", "TRACE", "OPTIONS", "PROPFIND" })
            yield return (method, NewOrder, null, null);
        foreach (var body in new[] { "{}", "{\"qty\":\"x\"}", "{\"price\":1}", "[]", "" })
            yield return ("PATCH", "/orders/AAPL-1", Json, Encoding.UTF8.GetBytes(body));
        foreach (var path in new[] { "/orders", "/orders?account=", "/orders?account=a%00b", "/orders/x" })
            yield return ("DELETE", path, null, null);
    }

    private static string Shown(byte[]? body) =>
        body is null ? "" : Encoding.UTF8.GetString(body[..Math.Min(120, body.Length)]);

    private static async Task<string?> FindFaultAsync(HttpResponseMessage response)
    {
        if ((int)response.StatusCode is < 400 or >= 500) return $"{(int)response.StatusCode}";
        var text = await response.Content.ReadAsStringAsync();
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json") return $"no problem: {text}";
        using var problem = JsonDocument.Parse(text);
        return Code().IsMatch(problem.RootElement.GetProperty("code").GetString()!) ? null : $"a code that is none: {text}";
    }

    [GeneratedRegex("^[a-z][a-z0-9_]*$")]
    private static partial Regex Code();

    public sealed class Shared : IAsyncLifetime
    {
        internal TradingStack Stack { get; private set; } = null!;

        public async Task InitializeAsync() => Stack = await TradingStack.StartAsync();

        public async Task DisposeAsync() => await Stack.DisposeAsync();
    }
}
