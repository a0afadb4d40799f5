using System.Text.Json;
using TradingOps.EndToEnd.Tests.Access;

namespace TradingOps.EndToEnd.Tests.Contract;

/// <summary>The OpenAPI document, and the endpoints that it tells of.</summary>
public sealed class ContractTests(GuardedStack stack) : IClassFixture<GuardedStack>
{
    private static readonly string[] Methods = ["get", "post", "put", "patch", "delete"];

    private static readonly string[] Promised =
    [
        "POST /orders", "POST /api/v1/orders", "POST /orders/batch", "GET /orders", "DELETE /orders", "GET /orders/by-client-id",
        "GET /orders/{id}", "PATCH /orders/{id}", "DELETE /orders/{id}", "GET /books/{symbol}", "GET /trades", "GET /trades/{id}",
        "GET /accounts", "GET /accounts/{id}", "GET /accounts/{id}/positions", "GET /breakers/{scope}",
        "POST /breakers/{scope}/trip", "POST /breakers/{scope}/reset", "GET /stream", "GET /health", "GET /health/live",
        "GET /health/ready", "GET /metrics", "GET /openapi/v1.json",
    ];

    [Fact]
    public async Task The_document_tells_of_every_request_with_examples_and_problems()
    {
        var operations = await OperationsAsync();
        Assert.Empty(Promised.Except(operations.Select(o => $"{o.Method} {o.Path}")));
        foreach (var (method, path, operation) in operations)
        {
            Assert.True(operation.TryGetProperty("summary", out _), $"{method} {path} has no summary");
            if (operation.TryGetProperty("requestBody", out var body))
                Assert.All(
                    body.GetProperty("content").EnumerateObject(), c => Assert.True(c.Value.TryGetProperty("example", out _)));
            Assert.Contains(operation.GetProperty("responses").EnumerateObject(), r => r.Name[0] == '2');
        }
    }

    [Fact]
    public async Task Every_endpoint_wants_a_key_and_the_few_that_do_not_say_so()
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
            var real = isAccount ? path.Replace("{id}", "desk-2") : $"{path}?account=desk-2&client_order_id=x";
            var json = method is "GET" or "DELETE" ? null : "{}";
            Assert.Equal(403, (await GuardedStack.SendAsync(stack.Front, method, real, GuardedStack.Trader, json)).Status);
        }
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
}
