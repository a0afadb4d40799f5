using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Startup;

public sealed class LogTests
{
    [Fact]
    public async Task A_start_and_an_order_leave_no_library_lines_in_logs()
    {
        await using var stack = await TradingStack.StartAsync();
        const string Order = """{"symbol":"AAPL","account":"logs","type":"limit","limit_price":100,"qty":1}""";
        Assert.Equal(201, (await stack.PostAsync("/orders", Order)).Status);
        // What is logged after all that reaches the output behind it.
        await stack.PostAsync("/breakers/account:logs/trip", """{"reason":"drill"}""");
        await stack.Silo.UntilWroteAsync("drill");
        foreach (var process in new[] { stack.Silo, stack.FrontProcess })
        {
            Assert.False(process.Wrote("\"SourceContext\":\"Polly\""), process.Output);
            Assert.False(process.Wrote("ServerGC"), process.Output);
        }
    }
}
