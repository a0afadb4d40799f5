using System.Text.Json.Nodes;
using TradingOps.EndToEnd.Tests.Access;

namespace TradingOps.EndToEnd.Tests.Contract;

/// <summary>What an endpoint would not read is refused by every one of them, and nothing is done.</summary>
public sealed class StrictRequestTests(GuardedStack stack) : IClassFixture<GuardedStack>
{
    [Fact]
    public async Task Every_endpoint_refuses_a_parameter_that_it_does_not_have()
    {
        foreach (var (method, path, operation) in await OperationsAsync())
        {
            var known = string.Concat(QueryOf(operation).Where(p => (bool?)p["required"] == true).Select(p => $"{p["name"]}=x&"));
            var (status, code, detail) = await SendAsync(method, $"{path}?{known}symbl=AAPL");
            Assert.True((status, code) == (400, "unknown_parameter"), $"{method} {path}: {status} {code}");
            Assert.Contains("'symbl'", detail, StringComparison.Ordinal);
            Assert.Contains("'AAPL'", detail, StringComparison.Ordinal);
        }
        foreach (var page in new[] { "/", "/docs", "/runbooks" })
            Assert.Equal("unknown_parameter", (await SendAsync("GET", $"{page}?x=1")).Code);
    }

    [Fact]
    public async Task Every_parameter_is_refused_a_second_time()
    {
        var asked = 0;
        foreach (var (method, path, operation) in await OperationsAsync())
            foreach (var name in QueryOf(operation).Select(p => (string)p["name"]!))
            {
                var (status, code, _) = await SendAsync(method, $"{path}?{name}=1&{name}=1");
                Assert.True((status, code) == (400, "duplicate_parameter"), $"{method} {path} {name}: {status} {code}");
                asked++;
            }
        Assert.True(asked > 30, $"only {asked} parameters");
    }

    [Fact]
    public async Task Every_body_is_refused_with_an_unknown_or_a_repeated_field()
    {
        foreach (var (method, path, operation) in await OperationsAsync())
        {
            // Alertmanager's own format, which may grow.
            if (operation["requestBody"] is null || path.EndsWith("/alertmanager", StringComparison.Ordinal)) continue;
            var example = operation["requestBody"]!["content"]!["application/json"]!["example"]!;
            var (body, opening) = (example is JsonArray list ? list[0]! : example, example is JsonArray ? ("[", "]") : ("", ""));
            var unknown = body.DeepClone().AsObject();
            unknown["odd"] = 1;
            var (status, code, _) = await SendAsync(
                method, path, $"{opening.Item1}{unknown.ToJsonString()}{opening.Item2}");
            // In a batch each order has its own answer.
            if (example is not JsonArray)
                Assert.True((status, code) == (400, "unknown_field"), $"{method} {path}: {status} {code}");
            var first = body.AsObject().First();
            var twice = $"{{\"{first.Key}\":{first.Value!.ToJsonString()},{body.ToJsonString()[1..]}";
            (status, code, _) = await SendAsync(method, path, $"{opening.Item1}{twice}{opening.Item2}");
            Assert.True((status, code) == (400, "malformed_json"), $"{method} {path}: {status} {code}");
        }
    }

    [Fact]
    public async Task Every_number_with_too_many_digits_is_refused()
    {
        var asked = 0;
        foreach (var (method, path, operation) in await OperationsAsync())
        {
            if (operation["requestBody"]?["content"]?["application/json"] is not { } content) continue;
            if (content["schema"]!["properties"] is not JsonObject fields) continue;
            foreach (var field in fields.Where(f => TypesOf(f.Value!).Contains("number")).Select(f => f.Key))
                foreach (var number in TooLong)
                {
                    var body = content["example"]!.DeepClone().AsObject();
                    body.Remove(field);
                    var json = $"{{\"{field}\":{number},{body.ToJsonString()[1..]}".Replace(",}", "}", StringComparison.Ordinal);
                    var (status, code, detail) = await SendAsync(method, path, json);
                    Assert.True(
                        status == 400 && code.StartsWith("invalid_", StringComparison.Ordinal), $"{path} {json}: {status}");
                    Assert.Contains($"'{field}'", detail, StringComparison.Ordinal);
                    asked++;
                }
        }
        Assert.True(asked > 20, $"only {asked} fields");
    }

    [Theory]
    [InlineData("1.0000000000000000000000000000000", 201)]
    [InlineData("10e-1", 201)]
    [InlineData("\"1\"", 201)]
    [InlineData("0.10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000e1", 400)]
    public async Task A_number_that_is_held_exactly_is_read(string quantity, int expected)
    {
        var json = $$"""{"symbol":"AAPL","account":"exact","type":"limit","limit_price":187,"qty":{{quantity}}}""";
        Assert.Equal(expected, (await SendAsync("POST", "/orders", json)).Status);
    }

    [Fact]
    public async Task A_cancel_with_a_body_cancels_nothing()
    {
        const string Order = """{"symbol":"AAPL","account":"bodied","type":"limit","limit_price":187,"qty":1}""";
        Assert.Equal(201, (await SendAsync("POST", "/orders", Order)).Status);
        var (status, code, _) = await SendAsync("DELETE", "/orders?account=bodied", """{"symbol":"MSFT"}""");
        Assert.Equal((400, "unknown_field"), (status, code));
        var (_, open) = await GuardedStack.SendAsync(
            stack.Front, "GET", "/orders?account=bodied&status=open", GuardedStack.Admin);
        Assert.Equal(1, open.GetArrayLength());
    }

    private static readonly string[] TooLong =
        ["1.00000000000000000000000000001", "\"79228162514264337593543950334.5\"", "1e-30"];

    private static IEnumerable<JsonNode> QueryOf(JsonNode operation) =>
        (operation["parameters"]?.AsArray() ?? []).Where(p => (string?)p!["in"] == "query").Select(p => p!);

    private static string[] TypesOf(JsonNode schema) => schema["type"] switch
    {
        JsonArray several => [.. several.Select(t => (string)t!)],
        { } one => [(string)one!],
        null => [],
    };

    private async Task<(int Status, string Code, string Detail)> SendAsync(string method, string path, string? json = null)
    {
        var (status, body) = await GuardedStack.SendAsync(stack.Front, method, path, GuardedStack.Admin, json);
        return status < 400 ? (status, "", "")
            : (status, body.GetProperty("code").GetString()!, body.GetProperty("detail").GetString()!);
    }

    private async Task<(string Method, string Path, JsonNode Operation)[]> OperationsAsync()
    {
        var (_, document) = await GuardedStack.SendAsync(stack.Front, "GET", "/openapi/v1.json", null);
        return [.. from path in JsonNode.Parse(document.GetRawText())!["paths"]!.AsObject()
                   from operation in path.Value!.AsObject()
                   let real = path.Key.Replace("{id}", "demo").Replace("{symbol}", "AAPL").Replace("{scope}", "firm")
                   select (operation.Key.ToUpperInvariant(), real, operation.Value!)];
    }
}
