using System.Net.WebSockets;
using TradingOps.Client.Orders;
using TradingOps.Client.OrderSockets;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;
using TradingOps.Grains;

namespace TradingOps.Client.Streams;

/// <summary>
/// One WebSocket: takes a subscription, whose events go out, and messages about orders, which are answered, until either side
/// ends.
/// </summary>
internal sealed class WebSocketSession : IDisposable
{
    private const int MaxMessage = 16 * 1024;

    private static readonly TimeSpan FirstMessageWithin = TimeSpan.FromSeconds(10);

    private readonly WebSocket _socket;
    private readonly Sender _sender;
    private readonly StreamSession _session;
    private readonly IGrainFactory _grains;
    private readonly byte[] _buffer = new byte[MaxMessage];
    private readonly WebSocketSink _sink;
    private readonly CancellationTokenSource _ends;
    private readonly TaskCompletionSource _isOver = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly OrderSocket _orders;
    private Task? _streaming;
    private (WebSocketCloseStatus Status, string Reason) _farewell = (
        WebSocketCloseStatus.EndpointUnavailable, "the stream ends");

    /// <param name="socket">The connection.</param>
    /// <param name="sender">Who opened it.</param>
    /// <param name="cancelsAtEnd">Whether its end cancels the orders that it entered.</param>
    /// <param name="services">What every connection uses.</param>
    /// <param name="aborted">Cancelled when the connection is gone, or its key is revoked.</param>
    public WebSocketSession(
        WebSocket socket, Sender sender, bool cancelsAtEnd, OrderSocketServices services, CancellationToken aborted)
    {
        (_socket, _sender, _session, _grains) = (socket, sender, services.Session, services.Grains);
        _sink = new(socket);
        _ends = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        _orders = new(services, sender, cancelsAtEnd, _sink, _ends);
    }

    /// <summary>Runs to the end of the connection, and until what it entered is cancelled where that was asked for.</summary>
    public async Task RunAsync()
    {
        await using var stop = _session.Stopping.Register(() => _isOver.TrySetResult());
        var reading = ReadAllAsync();
        try
        {
            await Task.WhenAny(reading, _isOver.Task);
            // What is on its way is answered before the connection is closed.
            await _orders.WhenIdleAsync();
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await _socket.CloseOutputAsync(_farewell.Status, _farewell.Reason, _ends.Token)
                    .WaitAsync(_session.Options.WriteTimeout);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or TimeoutException)
        {
            // The connection is gone, or its other end takes nothing.
        }
        finally
        {
            await _ends.CancelAsync();
            try
            {
                await Task.WhenAll(reading, _streaming ?? Task.CompletedTask);
            }
            finally
            {
                await _orders.EndAsync();
            }
        }
    }

    public void Dispose()
    {
        _ends.Dispose();
        _sink.Dispose();
    }

    private async Task ReadAllAsync()
    {
        try
        {
            _ends.CancelAfter(FirstMessageWithin);
            var received = await ReceiveAsync();
            _ends.CancelAfter(Timeout.InfiniteTimeSpan);
            while (!_isOver.Task.IsCompleted && await TakeAsync(received)) received = await ReceiveAsync();
        }
        catch (Exception e) when (GrainCall.IsFailure(e, _ends.Token))
        {
            await RefuseAsync(Unreachable);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The connection is gone.
        }
    }

    private static StreamRefusal Unreachable =>
        new(TradingError.ClusterUnreachable, "the cluster cannot be reached; connect again");

    /// <summary>Takes what was received; false if the connection ends with it.</summary>
    private async Task<bool> TakeAsync((WebSocketMessageType Type, int Length) received)
    {
        var message = _buffer.AsMemory(0, Math.Min(received.Length, MaxMessage));
        if (received.Type == WebSocketMessageType.Close)
        {
            _farewell = (WebSocketCloseStatus.NormalClosure, "");
            return false;
        }
        if (received.Length > MaxMessage)
        {
            await _orders.RefuseAsync(
                null, Problem.BodyOf(TradingError.BodyTooLarge, $"the message is larger than {MaxMessage} bytes"));
            return true;
        }
        if (received.Type == WebSocketMessageType.Binary)
        {
            await _orders.RefuseAsync(
                null, Problem.BodyOf(TradingError.MalformedJson, "the message is binary; only JSON as text is read"));
            return true;
        }
        var head = MessageHead.Read(message.Span);
        if (!head.IsObject && !OrderSocket.Knows(head.Op))
        {
            await _orders.RefuseAsync(
                head.Id, Problem.BodyOf(TradingError.MalformedJson, "the message is not a JSON object"));
            return true;
        }
        if (!head.HasOp) return await SubscribeAsync(message);
        if (head.Op is not "ping") await _orders.TakeAsync(head, message);
        else if (RequestBody.Read(message.Span, StreamJson.Default.PingBody) is { Problem: { } wrong })
            await _orders.RefuseAsync(head.Id, wrong.Body);
        else await _sink.WritePongAsync(_ends.Token);
        return true;
    }

    /// <summary>Begins the stream of events; false if the connection ends because the subscription is refused.</summary>
    private async Task<bool> SubscribeAsync(ReadOnlyMemory<byte> message)
    {
        if (_streaming is not null)
        {
            await _sink.WriteProblemAsync(
                new(TradingError.AlreadySubscribed.ToName(), "a connection has one subscription; open another"), _ends.Token);
            return true;
        }
        var (body, _) = RequestBody.Read(message.Span, StreamJson.Default.SubscribeBody);
        var (request, refusal) = body is null
            ? (null, new(TradingError.MalformedSubscription,
                "a message without op must be JSON with account, symbol, types or last_event_id, all of them texts"))
            : await StreamRequest.ReadAsync(
                body.Account, body.Symbol, body.Types, body.LastEventId, _sender.Caller, _session.Options, _grains);
        if (request is null)
        {
            await RefuseAsync(refusal!);
            return false;
        }
        _streaming = StreamAsync(request);
        return true;
    }

    private async Task StreamAsync(StreamRequest request)
    {
        try
        {
            await _session.RunAsync(request, _sink, _ => Task.CompletedTask, _ends.Token);
        }
        catch (Exception e) when (GrainCall.IsFailure(e, _ends.Token))
        {
            await RefuseAsync(Unreachable);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The connection is gone.
        }
        finally
        {
            _isOver.TrySetResult();
        }
    }

    /// <summary>Says why the connection ends; it is closed when what is on its way is answered.</summary>
    private async Task RefuseAsync(StreamRefusal refusal)
    {
        _farewell = (WebSocketCloseStatus.PolicyViolation, refusal.Code.ToName());
        try
        {
            await _sink.WriteProblemAsync(new(refusal.Code.ToName(), refusal.Detail), _ends.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The connection is gone.
        }
    }

    /// <summary>The next message. One that is longer than the buffer is passed over; its length says so.</summary>
    private async Task<(WebSocketMessageType Type, int Length)> ReceiveAsync()
    {
        var length = 0;
        while (true)
        {
            var free = length < MaxMessage ? _buffer.AsMemory(length) : _buffer;
            var received = await _socket.ReceiveAsync(free, _ends.Token);
            length = Math.Min(length + received.Count, MaxMessage + 1);
            if (received.EndOfMessage || received.MessageType == WebSocketMessageType.Close)
                return (received.MessageType, length);
        }
    }
}
