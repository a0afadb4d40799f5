using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Faults;

public sealed class ShutdownTests
{
    [Fact]
    public async Task A_stopped_silo_drains_and_starts_from_its_snapshots()
    {
        await using var stack = await TradingStack.StartAsync();
        const string Order = """{"symbol":"AAPL","type":"limit","limit_price":10,"qty":1}""";
        for (var i = 0; i < 20; i++) Assert.Equal(201, (await stack.PostAsync("/orders", Order)).Status);
        var live = await stack.StateHashesAsync();

        Assert.Equal(0, await stack.Silo.StopAsync());
        await stack.StartSiloAsync();

        Assert.Equal(live, await stack.StateHashesAsync());
        await stack.Silo.UntilWroteAsync("Restored market \\\"AAPL\\\" at record 20: replayed 0 records");
    }

    [Fact]
    public async Task Without_a_silo_the_front_says_so_and_recovers_with_it()
    {
        await using var stack = await TradingStack.StartAsync();
        await stack.Silo.KillAsync();

        var (status, problem) = await stack.PostAsync("/orders", """{"symbol":"AAPL","qty":1,"client_order_id":"x"}""");
        Assert.Equal(503, status);
        Assert.True(problem.GetProperty("retryable").GetBoolean());
        Assert.Equal(503, (await stack.GetAsync("/health")).Status);
        Assert.Equal(200, (await stack.GetAsync("/health/live")).Status);

        await stack.StartSiloAsync();
        var after = await Eventually.BecomesAsync(
            () => stack.PostAsync("/orders", """{"symbol":"AAPL","qty":1,"client_order_id":"x"}"""), a => a.Status != 503);
        Assert.Equal(201, after.Status);
    }
}
