using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Streams;

[Collection(SharedStack.Name)]
public sealed class WebSocketTests(SharedStack shared)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TradingStack _stack = shared.Stack;

    [Fact]
    public async Task It_carries_the_same_events_answers_pings_and_resumes()
    {
        using var socket = await ConnectAsync();
        await SendAsync(socket, """{"account":"w","symbol":"AAPL","types":"order"}""");
        Assert.Equal("orders", (await NextAsync(socket)).GetProperty("event").GetString());
        await SendAsync(socket, """{"op":"ping"}""");
        Assert.Equal("pong", (await NextAsync(socket)).GetProperty("event").GetString());

        await Order(100);
        var first = await NextAsync(socket);
        Assert.Equal(("order", "accepted"),
            (first.GetProperty("event").GetString(), first.GetProperty("data").GetProperty("event").GetString()));
        await Order(101);
        var second = await NextAsync(socket);

        using var again = await ConnectAsync();
        await SendAsync(again, JsonSerializer.Serialize(
            new { account = "w", symbol = "AAPL", types = "order", last_event_id = first.GetProperty("id").GetString() }));
        Assert.Equal(second.GetRawText(), (await NextAsync(again)).GetRawText());
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default).WaitAsync(Pace.Scale(Patience));
    }

    [Theory]
    [InlineData("""{"account":5}""", "malformed_subscription")]
    [InlineData("""{"colour":"red"}""", "malformed_subscription")]
    [InlineData("""{"symbol":"NOSUCH"}""", "unknown_symbol")]
    public async Task A_subscription_that_makes_no_sense_is_refused_by_name(string message, string code)
    {
        using var socket = await ConnectAsync();
        await SendAsync(socket, message);
        Assert.Equal(code, (await NextAsync(socket)).GetProperty("data").GetProperty("code").GetString());
        var end = await socket.ReceiveAsync(new byte[64], default).WaitAsync(Pace.Scale(Patience));
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, end.CloseStatus);
    }

    [Fact]
    public async Task A_page_of_another_site_cannot_connect()
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", "https://example.com");
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(Address, default));
        Assert.Equal((400, "not_a_websocket"), await Code("/ws"));
    }

    private Uri Address => new(_stack.Front.BaseAddress!.ToString().Replace("http://", "ws://") + "ws");

    private async Task<(int, string?)> Code(string path)
    {
        var (status, body) = await _stack.GetAsync(path);
        return (status, body.GetProperty("code").GetString());
    }

    private async Task<ClientWebSocket> ConnectAsync()
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(Address, default).WaitAsync(Pace.Scale(Patience));
        return socket;
    }

    private static Task SendAsync(ClientWebSocket socket, string message) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, default);

    private static async Task<JsonElement> NextAsync(ClientWebSocket socket)
    {
        var buffer = new byte[64 * 1024];
        var length = 0;
        ValueWebSocketReceiveResult received;
        do
        {
            received = await socket.ReceiveAsync(buffer.AsMemory(length), default).AsTask().WaitAsync(Pace.Scale(Patience));
            length += received.Count;
        }
        while (!received.EndOfMessage);
        return JsonElement.Parse(buffer.AsSpan(0, length));
    }

    private async Task Order(decimal price) => Assert.Equal(201, (await _stack.PostAsync("/orders",
        $$"""{"symbol":"AAPL","account":"w","type":"limit","limit_price":{{price}},"qty":1}""")).Status);
}
