using System.Net;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Startup;

/// <summary>Fronts that serve a part of the contract.</summary>
public sealed class RoleTests
{
    private static readonly string[] Gateway = ["/orders?account=demo", "/books/AAPL", "/breakers", "/", "/runbooks"];
    private static readonly string[] MarketData = ["/bars/AAPL", "/price?symbol=AAPL", "/feeds", "/prices/AAPL"];

    [Fact]
    public async Task A_front_serves_the_paths_of_its_roles_only()
    {
        await using var stack = await TradingStack.StartAsync();
        await AssertServesAsync(stack, "gateway", Gateway, MarketData);
        await AssertServesAsync(stack, "market-data", MarketData, Gateway);
        await AssertServesAsync(stack, "Market-Data, gateway", [.. Gateway, .. MarketData], []);
    }

    private static async Task AssertServesAsync(TradingStack stack, string roles, string[] served, string[] others)
    {
        var port = Ports.Free(1)[0];
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
        await using var front = TradingProcess.Start(
            "Client", ["--Urls", $"{http.BaseAddress}", "--Orleans:Gateways", stack.Gateways, "--Roles", roles]);
        await front.UntilHealthyAsync(http, "/health");
        foreach (var path in served)
            Assert.True((await http.GetAsync(path)).StatusCode == HttpStatusCode.OK, $"{roles} does not serve {path}");
        foreach (var path in others)
            Assert.True((await http.GetAsync(path)).StatusCode == HttpStatusCode.NotFound, $"{roles} serves {path}");
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/metrics")).StatusCode);
        var contract = await http.GetStringAsync("/openapi/v1.json");
        Assert.Equal(served.Contains("/feeds"), contract.Contains("\"/feeds\"", StringComparison.Ordinal));
    }
}
