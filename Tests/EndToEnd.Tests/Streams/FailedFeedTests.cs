using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Streams;

public sealed class FailedFeedTests
{
    [Fact]
    public async Task A_failed_feed_ends_its_readers_and_starts_again_for_returning_ones()
    {
        await using var stack = await TradingStack.StartAsync(
            new StackPlan { SiloProgram = ["Tests/FaultySilo", "stumbling-feed"] });
        await using var stream = await EventStream.OpenAsync(stack.Front, "account=a&symbol=AAPL");
        await OrderAsync(stack, "before");
        Assert.Equal("before", ClientIdOf(await stream.NextAsync("order")));
        var known = stream.LastId;

        await OrderAsync(stack, "stumble");
        while (await stream.NextAsync() is { } e) Assert.NotEqual("order", e.Name);

        await using var again = await EventStream.OpenAsync(stack.Front, "account=a&symbol=AAPL", known);
        Assert.Equal("stumble", ClientIdOf(await again.NextAsync("order")));
        await OrderAsync(stack, "after");
        Assert.Equal("after", ClientIdOf(await again.NextAsync("order")));
        await stack.FrontProcess.UntilWroteAsync("The feed of \\\"AAPL\\\" failed");
    }

    private static string? ClientIdOf(JsonElement e) =>
        e.GetProperty("order").GetProperty("client_order_id").GetString();

    private static async Task OrderAsync(TradingStack stack, string id) => Assert.Equal(201, (await stack.PostAsync("/orders",
        $$"""{"symbol":"AAPL","account":"a","type":"limit","limit_price":100,"qty":1,"client_order_id":"{{id}}"}""")).Status);
}
