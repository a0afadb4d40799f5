using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace TradingOps.Client.Streams;

/// <summary>One JSON text message an event: <c>{"id":...,"event":...,"data":...}</c>.</summary>
internal sealed class WebSocketSink(WebSocket socket) : IStreamSink, IDisposable
{
    // A socket takes one message at a time, and the reader's pings are answered from another task.
    private readonly SemaphoreSlim _gate = new(1);

    public ValueTask WriteAsync(StreamEvent e, string? id, CancellationToken cancellationToken) =>
        SendAsync(e.Name, id, e.Json, cancellationToken);

    public ValueTask WriteHeartbeatAsync(string id, CancellationToken cancellationToken) =>
        SendAsync("heartbeat", id, null, cancellationToken);

    /// <summary>Answers a reader's ping.</summary>
    public ValueTask WritePongAsync(CancellationToken cancellationToken) => SendAsync("pong", null, null, cancellationToken);

    /// <summary>Writes a message as it is.</summary>
    public async ValueTask WriteAsync(byte[] json, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await socket.SendAsync(json, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Says what is wrong with a subscription.</summary>
    public ValueTask WriteProblemAsync(NoticeBody problem, CancellationToken cancellationToken) => SendAsync("error", null,
        JsonSerializer.SerializeToUtf8Bytes(problem, StreamJson.Default.NoticeBody), cancellationToken);

    public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public void Abort() => socket.Abort();

    public void Dispose() => _gate.Dispose();

    private ValueTask SendAsync(string name, string? id, byte[]? json, CancellationToken cancellationToken)
    {
        var head = id is null ? $"{{\"event\":\"{name}\"" : $"{{\"id\":\"{id}\",\"event\":\"{name}\"";
        var message = new byte[Encoding.UTF8.GetByteCount(head) + (json is null ? 1 : json.Length + 9)];
        var length = Encoding.UTF8.GetBytes(head, message);
        if (json is not null)
        {
            ",\"data\":"u8.CopyTo(message.AsSpan(length));
            json.CopyTo(message, length + 8);
        }
        message[^1] = (byte)'}';
        return WriteAsync(message, cancellationToken);
    }
}
