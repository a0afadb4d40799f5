using TradingOps.EndToEnd.Tests.Access;

namespace TradingOps.EndToEnd.Tests.Contract;

/// <summary>The row of the table of answers that stops everybody else.</summary>
public sealed class BreakerStatusTests(GuardedStack stack) : IClassFixture<GuardedStack>
{
    private const string Order = """{"symbol":"AAPL","account":"desk-1","type":"limit","limit_price":180,"qty":1}""";

    [Fact]
    public async Task Stopped_by_a_breaker_422_and_stored_as_rejected()
    {
        const string Reason = """{"reason":"drill"}""";
        Assert.Equal(
            200, (await GuardedStack.SendAsync(stack.Front, "POST", "/breakers/firm/trip", GuardedStack.Risk, Reason)).Status);
        var refused = await GuardedStack.SendAsync(stack.Front, "POST", "/orders", GuardedStack.Trader, Order);
        Assert.Equal((422, "breaker_open"), (refused.Status, refused.Body.GetProperty("code").GetString()));
        var id = refused.Body.GetProperty("order").GetProperty("id").GetString();
        var (_, stored) = await GuardedStack.SendAsync(stack.Front, "GET", $"/orders/{id}", GuardedStack.Trader);
        Assert.Equal("breaker_open", stored.GetProperty("reject_reason").GetString());
    }
}
