using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using TradingOps.Client.Problems;
using TradingOps.Client.Streams;
using TradingOps.Engine.Errors;

namespace TradingOps.Client.OrderSockets;

/// <summary>
/// Knows which messages of a connection are under way, and writes their answers. There are at most as many answers to be written
/// as messages may be under way; a sender that does not take them in time is cut off.
/// </summary>
internal sealed class SocketAnswers
{
    private readonly Lock _gate = new();
    private readonly HashSet<long> _ids = [];
    private readonly Channel<SocketAnswer> _ready =
        Channel.CreateUnbounded<SocketAnswer>(new() { SingleReader = true });
    private readonly WebSocketSink _sink;
    private readonly OrderSocketServices _services;
    private readonly CancellationTokenSource _ends;
    private readonly Task _writing;
    private TaskCompletionSource? _idle;
    private int _unanswered;

    /// <param name="sink">Writes to the connection.</param>
    /// <param name="services">What every connection uses.</param>
    /// <param name="ends">Cancelled when the connection is gone; cancels it when an answer cannot be written.</param>
    public SocketAnswers(WebSocketSink sink, OrderSocketServices services, CancellationTokenSource ends)
    {
        (_sink, _services, _ends) = (sink, services, ends);
        _writing = WriteAllAsync();
    }

    /// <summary>Counts a message in. Returns the problem to answer if its id is under way, or too many messages are.</summary>
    public ProblemBody? TryBegin(long id)
    {
        var max = _services.Session.Options.MaxUnderWay;
        lock (_gate)
        {
            if (_ids.Contains(id))
                return Problem.BodyOf(TradingError.IdUnderWay, $"a message with the id {id} is under way on this connection");
            if (_ids.Count >= max)
                return Problem.BodyOf(
                    TradingError.RateLimited, $"{max} messages of this connection are under way, which is the most allowed");
            _ids.Add(id);
            _unanswered++;
            return null;
        }
    }

    /// <summary>Has an answer written, after those before it.</summary>
    public void Add(SocketAnswer answer) => _ready.Writer.TryWrite(answer);

    /// <summary>Forgets a message whose connection is gone.</summary>
    public void Drop(long id)
    {
        lock (_gate) _ids.Remove(id);
        CountOut();
    }

    /// <summary>Writes an answer to a message that was not counted in. Completes when the connection has taken it.</summary>
    public async Task WriteAsync(SocketAnswer answer)
    {
        if (_ends.IsCancellationRequested) return;
        try
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(answer, ApiJson.Default.SocketAnswer);
            await _sink.WriteAsync(json, _ends.Token).WithinAsync(_services.Session.Options.WriteTimeout, _sink);
            return;
        }
        catch (SlowReaderException e)
        {
            _services.Session.CutOff(e);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The connection is gone.
        }
        catch (Exception e)
        {
            Log.AnswerFailed(_services.Logger, e);
        }
        await _ends.CancelAsync();
    }

    /// <summary>Completes when every message that was counted in has its answer written, or is dropped.</summary>
    public Task WhenIdleAsync()
    {
        lock (_gate)
        {
            if (_unanswered == 0) return Task.CompletedTask;
            _idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    /// <summary>Completes when nothing is under way any more. No message may be counted in afterwards.</summary>
    public async Task EndAsync()
    {
        await WhenIdleAsync();
        _ready.Writer.Complete();
        await _writing;
    }

    private async Task WriteAllAsync()
    {
        await foreach (var answer in _ready.Reader.ReadAllAsync())
        {
            // Before it is written: the sender may use the id again as soon as it has the answer.
            lock (_gate) _ids.Remove(answer.Id!.Value);
            await WriteAsync(answer);
            CountOut();
        }
    }

    private void CountOut()
    {
        lock (_gate)
        {
            if (--_unanswered > 0 || _idle is not { } idle) return;
            _idle = null;
            idle.SetResult();
        }
    }
}
