using System.Diagnostics;
using TradingOps.EndToEnd.Tests.Stack;
using Xunit.Abstractions;

namespace TradingOps.EndToEnd.Tests.Faults;

/// <summary>How long a market is away with the shipped settings.</summary>
public sealed class FailoverTests(ITestOutputHelper output)
{
    /// <summary>Markets, and a price near theirs.</summary>
    private static readonly Dictionary<string, decimal> Markets = new()
    {
        ["AAPL"] = 185,
        ["MSFT"] = 410,
        ["NVDA"] = 130,
        ["SPY"] = 580,
        ["QQQ"] = 500,
        ["TSLA"] = 245,
        ["AMZN"] = 200,
    };

    private static readonly TimeSpan BackWithin = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task When_a_silo_is_killed_every_market_takes_orders_and_cancels_again_within_15_seconds()
    {
        var took = await MeasureAsync("KILL");
        Assert.True(took < BackWithin, $"a market was away for {took}");
    }

    /// <summary>It takes longer: its connections stay open, so that what was sent to it has to time out.</summary>
    [Fact]
    public async Task When_a_silo_hangs_every_market_comes_back_without_it() => await MeasureAsync("STOP");

    private async Task<TimeSpan> MeasureAsync(string signal)
    {
        await using var database = await PostgresServer.StartAsync();
        await using var stack = await TradingStack.StartAsync(
            new StackPlan { Silos = 3, Fronts = 2, Database = database.ConnectionString });
        var resting = new Dictionary<string, string>();
        foreach (var symbol in Markets.Keys) resting[symbol] = await PlaceAsync(stack, symbol, "before");

        await stack.Silos[1].SignalAsync(signal);
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Markets.Keys.Select(async symbol =>
        {
            await CancelAsync(stack, resting[symbol]);
            await PlaceAsync(stack, symbol, "after");
        }));

        var took = Stopwatch.GetElapsedTime(began);
        output.WriteLine($"SIG{signal}: all markets back after {took.TotalSeconds:0.0} s");
        return took;
    }

    private static async Task<string> PlaceAsync(TradingStack stack, string symbol, string when)
    {
        for (var attempt = 1; ; attempt++)
        {
            var order = $$"""
                {"symbol":"{{symbol}}","account":"{{symbol}}","type":"limit","limit_price":{{Markets[symbol]}},"qty":1,
                 "client_order_id":"{{symbol}}-{{when}}-{{attempt}}"}
                """;
            var (status, body) = await UntilAnsweredAsync(() => stack.PostAsync("/orders", order), 200, 201, 422);
            if (status != 422) return body.GetProperty("id").GetString()!;
            // The firm's breaker was on the silo that is gone: until it is back, orders are refused, and refusals are stored.
            Assert.Equal("breaker_unknown", body.GetProperty("code").GetString());
        }
    }

    private static Task CancelAsync(TradingStack stack, string id) =>
        UntilAnsweredAsync(() => stack.DeleteAsync($"/orders/{id}"), 200, 409);

    private static async Task<(int Status, System.Text.Json.JsonElement Body)> UntilAnsweredAsync(
        Func<Task<(int Status, System.Text.Json.JsonElement Body)>> ask, params int[] definite)
    {
        while (true)
        {
            var answer = await ask();
            if (definite.Contains(answer.Status)) return answer;
            Assert.Equal(503, answer.Status);
        }
    }
}
