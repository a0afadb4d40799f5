using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;
using TradingOps.Grains;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.Streams;

/// <summary>
/// One WebSocket: a subscription comes first, then events go out and pings are answered until either side ends.
/// </summary>
internal sealed class WebSocketSession(WebSocket socket, Caller caller, StreamSession session, IGrainFactory grains) : IDisposable
{
    private const int MaxMessage = 16 * 1024;

    private static readonly TimeSpan SubscribeWithin = TimeSpan.FromSeconds(10);

    private readonly byte[] _buffer = new byte[MaxMessage];
    private readonly WebSocketSink _sink = new(socket);

    /// <summary>Runs to the end of the connection.</summary>
    public async Task RunAsync(CancellationToken aborted)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        try
        {
            var (request, refusal) = await SubscribeAsync(ends);
            if (request is null)
            {
                await RefuseAsync(refusal!, ends.Token);
                return;
            }
            var listening = ListenAsync(ends);
            await session.RunAsync(request, _sink, _ => Task.CompletedTask, ends.Token);
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(
                    WebSocketCloseStatus.EndpointUnavailable, "the stream ends", CancellationToken.None);
            await ends.CancelAsync();
            await listening;
        }
        catch (Exception e) when (GrainCall.IsFailure(e, ends.Token))
        {
            await RefuseAsync(new(TradingError.ClusterUnreachable, "the cluster cannot be reached; connect again"), aborted);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The reader closed the connection without a closing handshake.
        }
    }

    public void Dispose() => _sink.Dispose();

    private async Task<(StreamRequest?, StreamRefusal?)> SubscribeAsync(CancellationTokenSource ends)
    {
        ends.CancelAfter(SubscribeWithin);
        var body = await ReceiveAsync(StreamJson.Default.SubscribeBody, ends.Token);
        ends.CancelAfter(Timeout.InfiniteTimeSpan);
        return body is null
            ? (null, new(TradingError.MalformedSubscription,
                "the first message must be JSON with account, symbol, types or last_event_id, all of them texts"))
            : await StreamRequest.ReadAsync(
                body.Account, body.Symbol, body.Types, body.LastEventId, caller, session.Options, grains);
    }

    private async Task RefuseAsync(StreamRefusal refusal, CancellationToken cancellationToken)
    {
        await _sink.WriteProblemAsync(new(refusal.Code.ToName(), refusal.Detail), cancellationToken);
        await socket.CloseOutputAsync(WebSocketCloseStatus.PolicyViolation, refusal.Code.ToName(), cancellationToken);
    }

    private async Task ListenAsync(CancellationTokenSource ends)
    {
        try
        {
            while (await ReceiveAsync(StreamJson.Default.PingBody, ends.Token) is { Op: "ping" })
                await _sink.WritePongAsync(ends.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The connection is gone, or the stream has ended.
        }
        await ends.CancelAsync();
    }

    /// <summary>The next message, or null if it is not of that form or there is none any more.</summary>
    private async Task<T?> ReceiveAsync<T>(JsonTypeInfo<T> type, CancellationToken cancellationToken) where T : StrictBody
    {
        var length = 0;
        ValueWebSocketReceiveResult received;
        do
        {
            received = await socket.ReceiveAsync(_buffer.AsMemory(length), cancellationToken);
            length += received.Count;
        }
        while (!received.EndOfMessage && length < _buffer.Length);
        if (!received.EndOfMessage || received.MessageType != WebSocketMessageType.Text) return null;
        try
        {
            var body = JsonSerializer.Deserialize(_buffer.AsSpan(0, length), type);
            return body?.Unknown is { Count: > 0 } ? null : body;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
