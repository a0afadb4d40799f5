using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Faults;

/// <summary>The clock of the machine steps back by an hour under real processes.</summary>
public sealed class ClockStepTests
{
    private const string Library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";

    [Fact]
    public async Task Markets_and_accounts_still_start_after_the_clock_stepped_back()
    {
        Assert.True(File.Exists(Library), $"{Library} is missing (Debian: libfaketime)");
        var folder = Directory.CreateTempSubdirectory("tradingops-clock-");
        var shift = Path.Combine(folder.FullName, "shift");
        await File.WriteAllTextAsync(shift, "+0");
        await using var stack = await TradingStack.StartAsync(new StackPlan
        {
            Command =
            [
                "env", $"LD_PRELOAD={Library}", $"FAKETIME_TIMESTAMP_FILE={shift}", "FAKETIME_NO_CACHE=1",
                "FAKETIME_DONT_FAKE_MONOTONIC=1", "DONT_FAKE_MONOTONIC=1",
            ],
        });
        var before = await SubmitAsync(stack, "AAPL", "early");

        await File.WriteAllTextAsync(shift, "-3600");
        // Neither this market nor this account has an activation yet.
        var after = await SubmitAsync(stack, "MSFT", "late");
        Assert.True(after < before, $"the clock did not step back: {before:O}, then {after:O}");
        await stack.UntilAllHealthyAsync();
        Assert.False(stack.Silo.HasExited, stack.Silo.Errors);
        Assert.False(stack.FrontProcess.HasExited, stack.FrontProcess.Errors);
        folder.Delete(recursive: true);
    }

    /// <summary>Sends an order as a client does: again, under the same id, while the answer is a retryable 503.</summary>
    private static async Task<DateTimeOffset> SubmitAsync(TradingStack stack, string symbol, string account)
    {
        var json = $$"""
            {"symbol":"{{symbol}}","account":"{{account}}","type":"limit","limit_price":100,"qty":1,"client_order_id":"once"}
            """;
        var (status, order) = await Eventually.BecomesAsync(
            () => stack.PostAsync("/orders", json), answer => answer.Status != 503);
        Assert.True(status is 200 or 201, $"{status}: {order}");
        return order.GetProperty("received_at").GetDateTimeOffset();
    }
}
