using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace TradingOps.EndToEnd.Tests.OrderSockets;

/// <summary>A program's connection to <c>/ws</c>: many messages under way, each answer found by its id.</summary>
internal sealed class OrderConnection : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _gate = new(1);
    private readonly ConcurrentDictionary<long, TaskCompletionSource<JsonElement>> _asked = new();
    private readonly Channel<JsonElement> _others = Channel.CreateUnbounded<JsonElement>();
    private Task _reading = Task.CompletedTask;

    /// <summary>What the front wrote when it closed the connection; null while it is open or after it broke.</summary>
    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public static async Task<OrderConnection> OpenAsync(
        HttpClient front, string query = "", params (string Name, string Value)[] headers)
    {
        var connection = new OrderConnection();
        foreach (var (name, value) in headers) connection._socket.Options.SetRequestHeader(name, value);
        var address = new Uri($"{front.BaseAddress!.ToString().Replace("http://", "ws://", StringComparison.Ordinal)}ws{query}");
        await connection._socket.ConnectAsync(address, default).WaitAsync(Pace.Scale(Patience));
        connection._reading = connection.ReadAsync();
        return connection;
    }

    /// <summary>An order of one unit that rests.</summary>
    public static string Resting(string account, string symbol, string? clientOrderId = null) => JsonSerializer.Serialize(new
    {
        symbol,
        account,
        type = "limit",
        time_in_force = "gtc",
        limit_price = 10,
        qty = 1,
        client_order_id = clientOrderId,
    });

    /// <summary>Sends a message; its answer comes when it comes.</summary>
    /// <param name="id">The message's id.</param>
    /// <param name="fields">What follows it, such as <c>"op":"cancel"</c>.</param>
    public async Task<Task<JsonElement>> BeginAsync(long id, string fields)
    {
        var answer = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked[id] = answer;
        await SendAsync($"{{\"id\":{id},{fields}}}");
        return answer.Task.WaitAsync(Pace.Scale(Patience));
    }

    /// <summary>Sends a message and waits for its answer.</summary>
    public async Task<(int Status, JsonElement Answer)> AskAsync(long id, string fields)
    {
        var answer = await await BeginAsync(id, fields);
        return (answer.GetProperty("status").GetInt32(), answer);
    }

    /// <summary>Submits an order; its answer comes when it comes.</summary>
    public Task<Task<JsonElement>> BeginSubmitAsync(long id, string order) =>
        BeginAsync(id, $"\"op\":\"submit\",\"order\":{order}");

    /// <summary>Submits an order and waits for its answer.</summary>
    public Task<(int Status, JsonElement Answer)> SubmitAsync(long id, string order) =>
        AskAsync(id, $"\"op\":\"submit\",\"order\":{order}");

    /// <summary>Sends text as it is.</summary>
    public Task SendAsync(string message) => SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text);

    public async Task SendAsync(byte[] message, WebSocketMessageType type)
    {
        await _gate.WaitAsync();
        try
        {
            await _socket.SendAsync(message, type, endOfMessage: true, default);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The next event, or answer that no one asked for by its id.</summary>
    public async Task<JsonElement> NextAsync() => await _others.Reader.ReadAsync().AsTask().WaitAsync(Pace.Scale(Patience));

    /// <summary>Closes it properly.</summary>
    public async Task CloseAsync()
    {
        await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
        await UntilOverAsync();
    }

    /// <summary>Breaks it, as a network does.</summary>
    public void Break() => _socket.Abort();

    /// <summary>Waits until nothing comes any more.</summary>
    public Task UntilOverAsync() => _reading.WaitAsync(Pace.Scale(Patience));

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _reading;
        _socket.Dispose();
        _gate.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[1024 * 1024];
        var length = 0;
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveAsync(buffer.AsMemory(length), default);
                if (received.MessageType == WebSocketMessageType.Close) break;
                length += received.Count;
                if (!received.EndOfMessage) continue;
                var message = JsonElement.Parse(buffer.AsSpan(0, length));
                length = 0;
                if (message.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.Number
                    && _asked.TryRemove(id.GetInt64(), out var asked)) asked.SetResult(message);
                else _others.Writer.TryWrite(message);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // It broke, or was broken.
        }
        foreach (var asked in _asked.Values) asked.TrySetException(new IOException("the connection is over"));
        _others.Writer.TryComplete();
    }
}
