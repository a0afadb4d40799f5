using System.Text.Json;
using System.Text.RegularExpressions;
using TradingOps.EndToEnd.Tests.Access;

namespace TradingOps.EndToEnd.Tests.Contract;

/// <summary>The OpenAPI document, and the endpoints that it tells of.</summary>
public sealed partial class ContractTests(GuardedStack stack) : IClassFixture<GuardedStack>
{
    private static readonly string[] Methods = ["get", "post", "put", "patch", "delete"];

    private static readonly string[] Promised =
    [
        "POST /orders", "POST /api/v1/orders", "POST /orders/batch", "GET /orders", "DELETE /orders", "GET /orders/by-client-id",
        "GET /orders/{id}", "PATCH /orders/{id}", "DELETE /orders/{id}", "GET /books/{symbol}", "GET /trades", "GET /trades/{id}",
        "GET /accounts", "GET /accounts/{id}", "GET /accounts/{id}/positions", "DELETE /accounts/{id}/positions/{symbol}",
        "GET /breakers/{scope}",
        "POST /breakers/{scope}/trip", "POST /breakers/{scope}/reset", "GET /stream", "GET /health", "GET /health/live",
        "GET /health/ready", "GET /metrics", "GET /openapi/v1.json",
    ];

    [Fact]
    public async Task The_document_has_every_request_with_examples_and_problems()
    {
        var operations = await OperationsAsync();
        Assert.Empty(Promised.Except(operations.Select(o => $"{o.Method} {o.Path}")));
        foreach (var (method, path, operation) in operations)
        {
            Assert.NotEqual($"{method} {path}", operation.GetProperty("summary").GetString());
            var wantsBody = method is "POST" or "PUT" or "PATCH";
            Assert.Equal(wantsBody, operation.TryGetProperty("requestBody", out var body));
            if (wantsBody) AssertShown(body, $"{method} {path}");
            var responses = operation.GetProperty("responses").EnumerateObject().ToArray();
            foreach (var response in responses.Where(r => r.Name[0] == '2' && r.Name != "204"))
                AssertShown(response.Value, $"{method} {path}");
            Assert.Contains(responses, r => r.Name[0] is '1' or '2');
        }
        Assert.Equal(["200", "201", "400", "401", "403", "404", "409", "413", "415", "422", "429", "503"],
            operations.Single(o => o is ("POST", "/orders", _)).Operation.GetProperty("responses").EnumerateObject()
                .Select(r => r.Name).Order());
    }

    /// <summary>The examples are what the front answers, by its fields; a list has one element or more in both.</summary>
    [Fact]
    public async Task The_examples_have_the_fields_of_real_answers()
    {
        const string Order = """{"symbol":"AAPL","account":"ex","side":"sell","type":"limit","limit_price":187,"qty":5}""";
        await SendAsync("POST", "/orders", Order);
        var order = await SendAsync("POST", "/orders", Order.Replace("sell", "buy").Replace("ex", "ex2"));
        var trade = order.GetProperty("execution").GetProperty("fills")[0].GetProperty("trade_id").GetString();
        await SendAsync("POST", "/breakers/symbol:TSLA/trip", """{"reason":"drill"}""");
        var incident = await SendAsync("POST", "/incidents", """{"severity":"SEV4","title":"drill"}""");
        var operations = await OperationsAsync();
        foreach (var (path, real) in new (string, string)[]
        {
            ("/orders", "/orders?account=ex2"), ("/orders/{id}", $"/orders/{order.GetProperty("id").GetString()}"),
            ("/books/{symbol}", "/books/AAPL"), ("/trades", "/trades"), ("/trades/{id}", $"/trades/{trade}"),
            ("/accounts", "/accounts"), ("/accounts/{id}", "/accounts/ex"), ("/accounts/{id}/settings", "/accounts/ex/settings"),
            ("/accounts/{id}/positions", "/accounts/ex/positions"), ("/audit", "/audit"), ("/firm", "/firm"),
            ("/instruments", "/instruments"), ("/instruments/{symbol}", "/instruments/AAPL"), ("/breakers", "/breakers"),
            ("/breakers/{scope}", "/breakers/symbol:TSLA"), ("/breakers/{scope}/history", "/breakers/symbol:TSLA/history"),
            ("/incidents", "/incidents"), ("/incidents/{id}", $"/incidents/{incident.GetProperty("id").GetString()}"),
            ("/health/live", "/health/live"),
        })
        {
            var example = operations.Single(o => o.Method == "GET" && o.Path == path).Operation.GetProperty("responses")
                .GetProperty("200").GetProperty("content").GetProperty("application/json").GetProperty("example");
            // The firm hears of its accounts a moment later.
            await Eventually.BecomesAsync(
                async () => FieldsOf(await SendAsync("GET", real)), fields => fields == FieldsOf(example),
                what: $"{path}, of which the example has {FieldsOf(example)}:");
        }
    }

    private async Task<JsonElement> SendAsync(string method, string path, string? json = null)
    {
        var (status, body) = await GuardedStack.SendAsync(stack.Front, method, path, GuardedStack.Admin, json);
        Assert.True(status is 200 or 201, $"{method} {path}: {status} {body}");
        return body;
    }

    /// <summary>Every field by its path, whatever its value.</summary>
    private static string FieldsOf(JsonElement element, string path = "") => element.ValueKind switch
    {
        JsonValueKind.Object => string.Join(' ', element.EnumerateObject().Select(p => FieldsOf(p.Value, $"{path}.{p.Name}"))),
        JsonValueKind.Array when element.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } first =>
            FieldsOf(first, path + "[]"),
        _ => path,
    };

    /// <summary>JSON is told by its schema and by an example.</summary>
    private static void AssertShown(JsonElement told, string what)
    {
        foreach (var content in told.GetProperty("content").EnumerateObject().Where(c => c.Name == "application/json"))
        {
            Assert.True(content.Value.TryGetProperty("example", out _), $"{what} has no example");
            var isHealth = what.Contains("/health", StringComparison.Ordinal)
                || what.Contains("/openapi", StringComparison.Ordinal);
            Assert.True(isHealth || content.Value.TryGetProperty("schema", out _), $"{what} has no schema");
        }
    }

    [Fact]
    public async Task Every_endpoint_requires_a_key_unless_the_document_says_otherwise()
    {
        string[] open = ["/health/live", "/health/ready", "/openapi/v1.json"];
        foreach (var (method, path, operation) in await OperationsAsync())
        {
            var real = path.Replace("{id}", "AAPL-1").Replace("{symbol}", "AAPL").Replace("{scope}", "firm");
            var json = method is "GET" or "DELETE" ? null : "{}";
            var isOpen = operation.GetProperty("security").GetArrayLength() == 0;
            Assert.Equal(open.Contains(path), isOpen);
            foreach (var key in new[] { null, "wrong" })
                Assert.Equal(isOpen ? 200 : 401, (await GuardedStack.SendAsync(stack.Front, method, real, key, json)).Status);
            if (method != "GET")
                Assert.Equal(403, (await GuardedStack.SendAsync(stack.Front, method, real, GuardedStack.Viewer, json)).Status);
        }
    }

    [Fact]
    public async Task Another_accounts_key_is_refused_wherever_an_account_is_named()
    {
        foreach (var (method, path, _) in await OperationsAsync())
        {
            if (path.StartsWith("/incidents", StringComparison.Ordinal)
                || path.StartsWith("/ws", StringComparison.Ordinal)) continue;
            var isAccount = path.StartsWith("/accounts/", StringComparison.Ordinal);
            var takesAccount = method is "GET" or "DELETE"
                && path is "/orders" or "/trades" or "/orders/by-client-id" or "/stream";
            if (!isAccount && !takesAccount) continue;
            var real = isAccount ? path.Replace("{id}", "desk-2") : $"{path}?account=desk-2";
            if (path == "/orders/by-client-id") real += "&client_order_id=x";
            var json = method is "GET" or "DELETE" ? null : "{}";
            Assert.Equal(403, (await GuardedStack.SendAsync(stack.Front, method, real, GuardedStack.Trader, json)).Status);
        }
    }

    [Fact]
    public async Task Times_are_texts_in_the_document()
    {
        var (_, document) = await GuardedStack.SendAsync(stack.Front, "GET", "/openapi/v1.json", null);
        var times = SchemasOf(document).Where(s => s.TryGetProperty("format", out var format)
            && format.ValueKind == JsonValueKind.String && format.GetString() == "date-time").ToArray();
        Assert.True(times.Length > 10, $"only {times.Length} times");
        Assert.All(times, time => Assert.Contains("string", time.GetProperty("type").GetRawText(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Metrics_name_an_endpoint_as_the_document_does()
    {
        var paths = (await OperationsAsync()).Select(o => o.Path).Distinct().ToArray();
        foreach (var path in paths.Where(p => p is not ("/stream" or "/ws")))
            await GuardedStack.SendAsync(
                stack.Front, "GET", path.Replace("{id}", "AAPL-1").Replace("{symbol}", "AAPL").Replace("{scope}", "firm"),
                GuardedStack.Admin);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Authorization = new("Bearer", GuardedStack.Admin);
        var metrics = await (await stack.Front.SendAsync(request)).Content.ReadAsStringAsync();
        var named = Label().Matches(metrics).Select(m => m.Groups["path"].Value).Distinct().ToArray();
        Assert.Contains("/orders", named);
        Assert.Contains("/accounts/{id}", named);
        Assert.DoesNotContain(named, path => path.Length > 1 && path.EndsWith('/'));
    }

    [Fact]
    public async Task The_page_loads_nothing_from_elsewhere()
    {
        var page = await stack.Front.GetStringAsync("/docs");
        Assert.DoesNotContain("//", page, StringComparison.Ordinal);
        foreach (var part in new[] { "/docs.js", "/docs.css" })
            Assert.Equal(200, (int)(await stack.Front.GetAsync(part)).StatusCode);
    }

    private async Task<(string Method, string Path, JsonElement Operation)[]> OperationsAsync()
    {
        var (status, document) = await GuardedStack.SendAsync(stack.Front, "GET", "/openapi/v1.json", null);
        Assert.Equal(200, status);
        return [.. from path in document.GetProperty("paths").EnumerateObject()
                   from operation in path.Value.EnumerateObject()
                   where Methods.Contains(operation.Name)
                   select (operation.Name.ToUpperInvariant(), path.Name, operation.Value)];
    }

    [GeneratedRegex("^api_requests_total\\{.*endpoint=\"(?<path>/[^\"]*)\"", RegexOptions.Multiline)]
    private static partial Regex Label();

    /// <summary>Every object in the document.</summary>
    private static IEnumerable<JsonElement> SchemasOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => SchemasOf(p.Value)).Prepend(element),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(SchemasOf),
        _ => [],
    };
}
