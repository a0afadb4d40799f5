using System.Text.Json.Nodes;
using TradingOps.EndToEnd.Tests.Access;

namespace TradingOps.EndToEnd.Tests.Contract;

/// <summary>Words, lengths, bounds and needs: what the OpenAPI document says of them is what the front keeps to.</summary>
public sealed class ConstraintTests(GuardedStack stack) : IClassFixture<GuardedStack>
{
    [Theory]
    [InlineData("side", "buy sell")]
    [InlineData("type", "market limit stop stop_limit trailing_stop market_if_touched limit_if_touched")]
    [InlineData("order_class", "simple bracket oto oco")]
    [InlineData("time_in_force", "day gtc ioc fok gtd opg cls")]
    [InlineData("asset_class", "EQUITY OPTIONS FUTURES")]
    [InlineData("self_trade_prevention", "cancel_newest cancel_oldest cancel_both decrement")]
    public async Task The_document_lists_the_words_of_a_new_order(string field, string words)
    {
        foreach (var path in new[] { "/orders", "/api/v1/orders", "/orders/batch" })
            Assert.Equal(words.Split(' '), WordsOf(ObjectOf(RequestOf(await FindAsync("post", path)))["properties"]![field]!));
        if (field == "self_trade_prevention") return;
        var answered = SchemaOf((await FindAsync("get", "/orders/{id}"))["responses"]!["200"]!);
        Assert.Equal(words.Split(' '), WordsOf(answered["properties"]![field]!));
    }

    [Fact]
    public async Task The_document_lists_statuses_of_orders_and_of_lists()
    {
        var list = await FindAsync("get", "/orders");
        Assert.Equal(["accepted", "partially_filled", "filled", "canceled", "replaced", "rejected", "expired"],
            WordsOf(ObjectOf(SchemaOf(list["responses"]!["200"]!))["properties"]!["status"]!));
        Assert.Equal(
            ["open", "closed", "all", "accepted", "partially_filled", "filled", "canceled", "rejected", "expired"],
            WordsOf(ParameterOf(list, "status")["schema"]!));
    }

    [Fact]
    public async Task The_document_has_required_fields()
    {
        // An order has a qty or a notional.
        Assert.Equal(["symbol"], RequiredOf(RequestOf(await FindAsync("post", "/orders"))));
        Assert.True((bool?)ParameterOf(await FindAsync("delete", "/orders"), "account")["required"]);
        var byClientId = await FindAsync("get", "/orders/by-client-id");
        Assert.True((bool?)ParameterOf(byClientId, "client_order_id")["required"]);
        Assert.Null(ParameterOf(byClientId, "account")["required"]);
    }

    [Theory]
    [InlineData("/orders", "limit", 100, 1000)]
    [InlineData("/trades", "limit", 100, 1000)]
    [InlineData("/incidents", "limit", 100, 500)]
    [InlineData("/breakers/{scope}/history", "limit", 100, 1000)]
    [InlineData("/books/{symbol}", "depth", 10, 1000)]
    public async Task The_document_has_bounds_and_defaults_of_numbers(string path, string name, int otherwise, int maximum)
    {
        var schema = ParameterOf(await FindAsync("get", path), name)["schema"]!;
        Assert.Equal((1, maximum, otherwise), ((int)schema["minimum"]!, (int)schema["maximum"]!, (int)schema["default"]!));
        Assert.Equal("integer", (string?)schema["type"]);
    }

    [Theory]
    [InlineData("/orders", "symbol", 32)]
    [InlineData("/orders", "account", 64)]
    [InlineData("/orders", "client_order_id", 128)]
    [InlineData("/breakers/{scope}/trip", "reason", 256)]
    [InlineData("/accounts/{id}/cash", "reference", 128)]
    [InlineData("/incidents", "title", 200)]
    public async Task The_document_has_lengths(string path, string field, int length) => Assert.Equal(length,
        (int?)RequestOf(await FindAsync("post", path))["properties"]![field]!["maxLength"]);

    [Fact]
    public async Task The_document_has_the_header_that_resumes_a_stream()
    {
        var parameter = ParameterOf(await FindAsync("get", "/stream"), "Last-Event-ID");
        Assert.Equal("header", (string?)parameter["in"]);
    }

    [Fact]
    public async Task Every_problem_is_described_and_shown()
    {
        foreach (var (what, operation) in await OperationsAsync())
            foreach (var (status, response) in operation["responses"]!.AsObject().Where(r => r.Key[0] is '4' or '5'))
            {
                // A process that is not well says so as it says that it is.
                var isHealth = status == "503" && what.Contains("/health", StringComparison.Ordinal);
                var example = response!["content"]![isHealth ? "application/json" : "application/problem+json"]!["example"];
                Assert.True(
                    example?["status"]?.ToString() == (isHealth ? "degraded" : status), $"{what} {status} has no example");
                Assert.True(((string)response["description"]!).EndsWith('.'), $"{what} {status} is not described");
            }
    }

    [Fact]
    public async Task The_fields_of_every_example_are_in_its_schema()
    {
        var seen = 0;
        foreach (var (what, operation) in await OperationsAsync())
        {
            var bodies = operation["responses"]!.AsObject().Select(r => r.Value).Append(operation["requestBody"]);
            foreach (var content in bodies.Select(b => b?["content"]?["application/json"]).OfType<JsonObject>())
            {
                if (content["schema"] is not { } schema || content["example"] is not { } example) continue;
                var shown = example is JsonArray list ? list[0]! : example;
                var told = ObjectOf(schema)["properties"]!.AsObject();
                var unknown = shown.AsObject().Select(p => p.Key).Except(told.Select(p => p.Key));
                Assert.True(!unknown.Any(), $"{what}: {string.Join(", ", unknown)} not in the schema");
                seen++;
            }
        }
        Assert.True(seen > 30, $"only {seen} bodies");
    }

    [Fact]
    public async Task Parameters_are_refused_exactly_beyond_their_documented_bounds()
    {
        var asked = 0;
        foreach (var (what, operation) in await OperationsAsync())
        {
            var (method, path) = (what.Split(' ')[0], what.Split(' ')[1]);
            if (method is not ("GET" or "DELETE") || path is "/stream") continue;
            var parameters = (operation["parameters"]?.AsArray() ?? []).Where(p => (string?)p!["in"] == "query").ToArray();
            foreach (var parameter in parameters)
            {
                var name = (string)parameter!["name"]!;
                var needed = parameters.Where(p => (bool?)p!["required"] == true && (string)p["name"]! != name)
                    .Select(p => $"{p!["name"]}=x");
                // Its description says that one of two is needed, which a schema cannot.
                if (path == "/audit-trail" && name != "account") needed = ["account=x"];
                var url = $"{RealOf(path)}?{string.Join('&', needed)}";
                foreach (var good in WithinOf(parameter["schema"]!))
                    Assert.True(await StatusAsync(method, $"{url}&{name}={good}") is 200 or 404, $"{what} refuses {name}={good}");
                foreach (var bad in BeyondOf(parameter["schema"]!))
                    Assert.True(await StatusAsync(method, $"{url}&{name}={bad}") == 400, $"{what} takes {name}={bad}");
                if ((bool?)parameter["required"] == true) Assert.Equal(400, await StatusAsync(method, url));
                asked++;
            }
        }
        Assert.True(asked > 15, $"only {asked} parameters");
    }

    [Fact]
    public async Task A_field_beyond_its_documented_bounds_is_refused()
    {
        var asked = 0;
        foreach (var (what, operation) in await OperationsAsync())
        {
            if (operation["requestBody"] is null || RequestOf(operation) is not { } schema) continue;
            if (schema["properties"] is not JsonObject fields) continue;
            var example = operation["requestBody"]!["content"]!["application/json"]!["example"]!;
            foreach (var (name, field) in fields)
            {
                foreach (var bad in BeyondOf(field!)) await AssertRefusedAsync(what, example, name, bad);
                if (RequiredOf(schema).Contains(name)) await AssertRefusedAsync(what, example, name, null);
            }
        }
        Assert.True(asked > 30, $"only {asked} fields");

        async Task AssertRefusedAsync(string what, JsonNode example, string field, JsonNode? value)
        {
            var body = example.DeepClone().AsObject();
            body.Remove(field);
            if (value is not null) body[field] = value;
            var (method, path) = (what.Split(' ')[0], RealOf(what.Split(' ')[1]));
            Assert.True(await StatusAsync(method, path, body.ToJsonString()) == 400, $"{what} takes {body.ToJsonString()}");
            asked++;
        }
    }

    /// <summary>Texts that keep to a schema.</summary>
    private static IEnumerable<string> WithinOf(JsonNode schema) => schema["enum"] is not null ? WordsOf(schema)
        : schema["maximum"] is { } maximum ? [$"{LeastOf(schema)}", maximum.ToString()]
        : [];

    /// <summary>Texts that do not.</summary>
    private static IEnumerable<string> BeyondOf(JsonNode schema)
    {
        if (schema["enum"] is not null) yield return "odd";
        if (schema["maxLength"] is { } length) yield return new string('x', (int)length + 1);
        if (schema["minimum"] is not null || schema["exclusiveMinimum"] is not null) yield return $"{LeastOf(schema) - 1}";
        if (schema["maximum"] is { } maximum) yield return $"{(int)maximum + 1}";
    }

    /// <summary>The least whole number.</summary>
    private static int LeastOf(JsonNode schema) => (int?)schema["minimum"] ?? (int)schema["exclusiveMinimum"]! + 1;

    private static string RealOf(string path) =>
        path.Replace("{id}", "demo").Replace("{symbol}", "AAPL").Replace("{scope}", "firm");

    private static JsonNode SchemaOf(JsonNode told) => told["content"]!["application/json"]!["schema"]!;

    private static JsonNode RequestOf(JsonNode operation) => SchemaOf(operation["requestBody"]!);

    private static JsonNode ObjectOf(JsonNode schema) => schema["items"] ?? schema;

    private static string[] WordsOf(JsonNode schema) => [.. schema["enum"]!.AsArray().Select(w => (string)w!)];

    private static string[] RequiredOf(JsonNode schema) =>
        [.. (schema["required"]?.AsArray() ?? []).Select(f => (string)f!).Order(StringComparer.Ordinal)];

    private static JsonNode ParameterOf(JsonNode operation, string name) =>
        operation["parameters"]!.AsArray().Single(p => (string?)p!["name"] == name)!;

    private async Task<int> StatusAsync(string method, string path, string? json = null) =>
        (await GuardedStack.SendAsync(stack.Front, method, path, GuardedStack.Admin, json)).Status;

    private async Task<JsonNode> FindAsync(string method, string path) =>
        (await OperationsAsync()).Single(o => o.What == $"{method.ToUpperInvariant()} {path}").Operation;

    private async Task<(string What, JsonNode Operation)[]> OperationsAsync()
    {
        var (_, document) = await GuardedStack.SendAsync(stack.Front, "GET", "/openapi/v1.json", null);
        return [.. from path in JsonNode.Parse(document.GetRawText())!["paths"]!.AsObject()
                   from operation in path.Value!.AsObject()
                   select ($"{operation.Key.ToUpperInvariant()} {path.Key}", operation.Value!)];
    }
}
