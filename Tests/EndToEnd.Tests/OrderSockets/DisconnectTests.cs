using System.Net.Http.Json;
using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;
using TradingOps.EndToEnd.Tests.Streams;

namespace TradingOps.EndToEnd.Tests.OrderSockets;

/// <summary>What becomes of the orders of a connection that ends.</summary>
[Collection(SharedStack.Name)]
public sealed class DisconnectTests(SharedStack shared)
{
    private const string CancelOnDisconnect = "?cancel_on_disconnect=true";

    private readonly TradingStack _stack = shared.Stack;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_end_of_a_connection_cancels_what_it_entered(bool isClosed)
    {
        var account = $"ws-end-{isClosed}";
        // Another connection's order of the same account.
        Assert.Equal(201, (await _stack.PostAsync("/orders", OrderConnection.Resting(account, "NVDA"))).Status);
        await using var socket = await OrderConnection.OpenAsync(_stack.Front, CancelOnDisconnect);
        for (var i = 0; i < 5; i++)
        {
            var order = OrderConnection.Resting(account, i % 2 == 0 ? "NVDA" : "SPY");
            Assert.Equal(201, (await socket.SubmitAsync(i, order)).Status);
        }
        Assert.Equal(6, await OpenOrdersAsync(account));

        if (isClosed) await socket.CloseAsync();
        else socket.Break();
        await Eventually.BecomesAsync(() => OpenOrdersAsync(account), open => open == 1);
        Assert.Equal(5, (await _stack.GetAsync($"/orders?account={account}&status=canceled")).Body.GetArrayLength());
    }

    [Fact]
    public async Task Orders_under_way_at_the_break_are_cancelled_too()
    {
        await using var socket = await OrderConnection.OpenAsync(_stack.Front, CancelOnDisconnect);
        Assert.Equal(201, (await socket.SubmitAsync(0, OrderConnection.Resting("ws-way", "NVDA"))).Status);
        for (var i = 1; i <= 200; i++)
            await socket.SendAsync(
                $"{{\"op\":\"submit\",\"id\":{i},\"order\":{OrderConnection.Resting("ws-way", i % 2 == 0 ? "NVDA" : "SPY")}}}");
        socket.Break();
        await Eventually.BecomesAsync(
            async () => await SubscribersAsync(_stack.Front) + await OpenOrdersAsync("ws-way"), left => left == 0);
    }

    [Fact]
    public async Task Without_the_parameter_orders_stay_open()
    {
        await using var front = await TradingFront.StartAsync(_stack);
        await using var socket = await OrderConnection.OpenAsync(front.Http);
        Assert.Equal(201, (await socket.SubmitAsync(1, OrderConnection.Resting("ws-stay", "NVDA"))).Status);
        socket.Break();
        await Eventually.BecomesAsync(() => SubscribersAsync(front.Http), open => open == 0);
        Assert.Equal(1, await OpenOrdersAsync("ws-stay"));
    }

    [Fact]
    public async Task A_front_that_stops_cancels_and_one_that_is_killed_does_not()
    {
        foreach (var isKilled in new[] { false, true })
        {
            var account = $"ws-front-{isKilled}";
            await using var front = await TradingFront.StartAsync(_stack);
            await using var socket = await OrderConnection.OpenAsync(front.Http, CancelOnDisconnect);
            for (var i = 0; i < 20; i++)
                Assert.Equal(201, (await socket.SubmitAsync(i, OrderConnection.Resting(account, "NVDA"))).Status);
            if (isKilled) await front.Process.KillAsync();
            else Assert.Equal(0, await front.Process.StopAsync());
            Assert.Equal(isKilled ? 20 : 0, await OpenOrdersAsync(account));
        }
    }

    [Fact]
    public async Task A_parameter_that_is_neither_true_nor_false_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/ws?cancel_on_disconnect=yes")
        {
            Headers =
            {
                { "Connection", "Upgrade" },
                { "Upgrade", "websocket" },
                { "Sec-WebSocket-Version", "13" },
                { "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==" },
            },
        };
        using var response = await _stack.Front.SendAsync(request);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((400, "invalid_cancel_on_disconnect"),
            ((int)response.StatusCode, problem.GetProperty("code").GetString()));
        Assert.Equal("cancel_on_disconnect 'yes' is not true or false", problem.GetProperty("detail").GetString());
    }

    private async Task<int> OpenOrdersAsync(string account) =>
        (await _stack.GetAsync($"/orders?account={account}&status=open&limit=1000")).Body.GetArrayLength();

    private static async Task<int> SubscribersAsync(HttpClient front) => int.Parse(
        (await front.GetStringAsync("/metrics")).Split('\n')
            .First(l => l.StartsWith("stream_subscribers ", StringComparison.Ordinal)).Split(' ')[1]);
}
