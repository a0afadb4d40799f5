using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace TradingOps.Grains.Tests.MarketData;

/// <summary>A server of market data in the form of Alpaca's, which sends what a test gives it.</summary>
internal sealed class PriceServer : IAsyncDisposable
{
    public const string Secret = "s3cret";

    private readonly WebApplication _app;
    private readonly Channel<string> _messages = Channel.CreateUnbounded<string>();
    private CancellationTokenSource _connection = new();

    private PriceServer(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single().Replace("http", "ws", StringComparison.Ordinal) + "/v2/iex";

    /// <summary>What was subscribed to, of each connection.</summary>
    public List<string> Subscriptions { get; } = [];

    public static async Task<PriceServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new PriceServer(builder.Build());
        server._app.UseWebSockets();
        server._app.Run(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await server.ServeAsync(socket);
        });
        await server._app.StartAsync();
        return server;
    }

    /// <summary>Sends a message over the present connection, or over the next one.</summary>
    public void Send(string message) => _messages.Writer.TryWrite(message);

    /// <summary>Breaks the connection.</summary>
    public async Task BreakAsync()
    {
        var connection = _connection;
        _connection = new();
        await connection.CancelAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await BreakAsync();
        await _app.DisposeAsync();
        _connection.Dispose();
    }

    private async Task ServeAsync(WebSocket socket)
    {
        var ends = _connection.Token;
        try
        {
            await SendAsync(socket, """[{"T":"success","msg":"connected"}]""", ends);
            var key = JsonDocument.Parse(await ReceiveAsync(socket, ends)).RootElement;
            if (key.GetProperty("secret").GetString() != Secret)
            {
                await SendAsync(socket, """[{"T":"error","code":402,"msg":"auth failed"}]""", ends);
                return;
            }
            await SendAsync(socket, """[{"T":"success","msg":"authenticated"}]""", ends);
            var asked = await ReceiveAsync(socket, ends);
            lock (Subscriptions) Subscriptions.Add(asked);
            await SendAsync(socket, """[{"T":"subscription","trades":["AAPL"],"quotes":["AAPL"]}]""", ends);
            await foreach (var message in _messages.Reader.ReadAllAsync(ends)) await SendAsync(socket, message, ends);
        }
        catch (OperationCanceledException)
        {
            // The connection is broken.
        }
    }

    private static Task SendAsync(WebSocket socket, string message, CancellationToken ends) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, ends);

    private static async Task<string> ReceiveAsync(WebSocket socket, CancellationToken ends)
    {
        var buffer = new byte[4096];
        var received = await socket.ReceiveAsync(buffer, ends);
        return Encoding.UTF8.GetString(buffer, 0, received.Count);
    }
}
