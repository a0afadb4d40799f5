using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Monitoring;

/// <summary>The Orleans dashboard of a silo.</summary>
public sealed class DashboardTests
{
    [Fact]
    public async Task It_shows_grain_calls_while_a_viewer_is_connected()
    {
        await using var stack = await TradingStack.StartAsync();
        var calls = await Eventually.BecomesAsync(
            async () =>
            {
                var (status, body) = await stack.PostAsync(
                    "/orders", """{"symbol":"AAPL","account":"a","qty":1,"type":"limit","limit_price":100}""");
                Assert.True(status == 201, $"{status} {body}");
                return await stack.SiloHttp.GetStringAsync("/orleans/TopGrainMethods");
            },
            text => text.Contains("SubmitOrder", StringComparison.Ordinal));
        Assert.Contains("AccountGrain", calls, StringComparison.Ordinal);
    }
}
