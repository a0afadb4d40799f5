using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.OrderSockets;

/// <summary>A silo is killed while orders are under way over <c>/ws</c>.</summary>
public sealed class SocketFaultTests
{
    private const int Orders = 600;
    private const int UnderWay = 64;

    [Fact]
    public async Task A_killed_silo_loses_and_doubles_nothing_that_is_sent_again()
    {
        await using var stack = await TradingStack.StartAsync();
        await using var socket = await OrderConnection.OpenAsync(stack.Front);
        var slots = new SemaphoreSlim(UnderWay);
        var answered = 0;
        var sent = Enumerable.Range(0, Orders).Select(async i =>
        {
            await slots.WaitAsync();
            try
            {
                var order = await Eventually.BecomesAsync(
                    () => socket.SubmitAsync(i, OrderConnection.Resting($"ws-kill-{i % 3}", "AAPL", $"kill-{i}")),
                    answer => answer.Status != 503);
                Interlocked.Increment(ref answered);
                return order;
            }
            finally
            {
                slots.Release();
            }
        }).ToArray();
        await Eventually.HoldsAsync(() => Task.FromResult(Volatile.Read(ref answered) > Orders / 4));
        await stack.KillSiloAsync(0);
        await stack.StartSiloAsync();

        var answers = await Task.WhenAll(sent);
        // While the firm's breaker was away an order may have been refused, which is stored as well.
        Assert.All(answers, a => Assert.True(a.Status is 200 or 201 or 422, a.Answer.GetRawText()));
        var stored = new List<string>();
        for (var account = 0; account < 3; account++)
        {
            var (_, orders) = await Eventually.BecomesAsync(
                () => stack.GetAsync($"/orders?account=ws-kill-{account}&limit=1000"), a => a.Status == 200);
            stored.AddRange(orders.EnumerateArray().Select(o => o.GetProperty("id").GetString()!));
        }
        Assert.Equal(Orders, stored.Count);
        Assert.Equal(stored.Order(StringComparer.Ordinal), answers.Select(IdOf).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_order_of_unknown_outcome_is_cancelled_with_its_connection()
    {
        await using var stack = await TradingStack.StartAsync(
            new StackPlan { FrontSettings = ["--Orleans:CancelPatience", "00:01:00"] });
        await using var socket = await OrderConnection.OpenAsync(stack.Front, "?cancel_on_disconnect=true");
        var (sent, answered) = (0, 0);
        // Each ends with an order whose outcome is unknown.
        var senders = Enumerable.Range(0, UnderWay).Select(async _ =>
        {
            while (true)
            {
                var i = Interlocked.Increment(ref sent);
                var symbol = i % 2 == 0 ? "AAPL" : "SPY";
                if ((await socket.SubmitAsync(i, OrderConnection.Resting("ws-lost", symbol, $"lost-{i}"))).Status == 503) return;
                Interlocked.Increment(ref answered);
            }
        }).ToArray();
        await Eventually.HoldsAsync(() => Task.FromResult(Volatile.Read(ref answered) > 2 * UnderWay));
        await stack.KillSiloAsync(0);
        await Task.WhenAll(senders);
        await stack.StartSiloAsync();
        await socket.CloseAsync();
        // Looked up when no market takes them any more.
        await Eventually.BecomesAsync(
            async () => (await stack.GetAsync("/orders?account=ws-lost&status=open&limit=1000")).Body.GetRawText(),
            open => open == "[]");
    }

    private static string IdOf((int Status, JsonElement Answer) a) =>
        (a.Status == 422 ? a.Answer.GetProperty("problem") : a.Answer).GetProperty("order").GetProperty("id").GetString()!;
}
