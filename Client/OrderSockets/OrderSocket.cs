using System.Diagnostics;
using System.Text.Json.Serialization.Metadata;
using TradingOps.Bodies;
using TradingOps.Client.Cluster;
using TradingOps.Client.Metrics;
using TradingOps.Client.Orders;
using TradingOps.Client.Problems;
using TradingOps.Client.Streams;
using TradingOps.Engine.Errors;
using TradingOps.Grains;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.OrderSockets;

/// <summary>
/// The orders of one WebSocket: takes its messages, carries them out and answers each by its id. What a sender may have under way
/// is bounded; a message that is refused is answered before the next is read.
/// </summary>
internal sealed class OrderSocket
{
    private const string Route = "/ws";

    private readonly OrderSocketServices _services;
    private readonly Sender _sender;
    private readonly CancellationToken _ended;
    private readonly SocketAnswers _answers;
    private readonly OrderLanes _lanes;
    private readonly EnteredOrders? _entered;

    /// <param name="services">What every connection uses.</param>
    /// <param name="sender">Who opened the connection.</param>
    /// <param name="cancelsAtEnd">Whether the end of the connection cancels the orders that it entered.</param>
    /// <param name="sink">Writes to the connection.</param>
    /// <param name="ends">Cancelled when the connection is gone; cancels it when answers cannot be written.</param>
    public OrderSocket(
        OrderSocketServices services, Sender sender, bool cancelsAtEnd, WebSocketSink sink, CancellationTokenSource ends)
    {
        (_services, _sender, _ended) = (services, sender, ends.Token);
        _answers = new(sink, services, ends);
        _lanes = new(RunAsync);
        _entered = cancelsAtEnd ? new(services, sender) : null;
    }

    /// <summary>Whether messages about orders have that <c>op</c>.</summary>
    public static bool Knows(string? op) => op is "submit" or "amend" or "cancel" or "cancel_all";

    /// <summary>Takes a message. Completes when the next may be read.</summary>
    public async Task TakeAsync(MessageHead head, ReadOnlyMemory<byte> json)
    {
        var began = Stopwatch.GetTimestamp();
        var (message, problem) = Read(head, json.Span);
        // Everything that was sent before is carried out first.
        if (problem is null && message is { Lane: null }) await _answers.WhenIdleAsync();
        problem ??= _answers.TryBegin(message!.Id!.Value);
        if (problem is not null)
        {
            Observe(Knows(head.Op) ? head.Op! : "other", problem.Status, began);
            await RefuseAsync(head.Id ?? message?.Id, problem);
            return;
        }
        var pending = new PendingMessage(message!, began);
        if (pending.Message.Lane is { } symbol) _lanes.Add(symbol, pending);
        else await RunAsync([pending]);
    }

    /// <summary>Answers a message that is not carried out.</summary>
    public Task RefuseAsync(long? id, ProblemBody problem) => _answers.WriteAsync(SocketAnswer.Of(id, problem));

    /// <summary>Completes when every message that was taken is answered.</summary>
    public Task WhenIdleAsync() => _answers.WhenIdleAsync();

    /// <summary>The connection has ended: what is on its way completes, and open orders are cancelled if asked for.</summary>
    public async Task EndAsync()
    {
        await _answers.EndAsync();
        if (_entered is not null) await _entered.CancelAsync();
    }

    private (OrderMessage?, ProblemBody?) Read(MessageHead head, ReadOnlySpan<byte> json)
    {
        if (!Knows(head.Op))
            return (null, Problem.BodyOf(
                TradingError.UnknownOp, $"op '{Excerpt.Of(head.Op)}' is not one of submit, amend, cancel, cancel_all, ping"));
        if (!_sender.Caller.Is(Role.Trader))
            return (null, Problem.BodyOf(TradingError.RoleRequired, _sender.Caller.ExplainLackOf(Role.Trader)));
        if (_services.Rate.Take(_sender.Caller, 1) is { } tooMany) return (null, tooMany.Body);
        return head.Op switch
        {
            "submit" => Read(json, ApiJson.Default.SubmitMessage),
            "amend" => Read(json, ApiJson.Default.AmendMessage),
            "cancel" => Read(json, ApiJson.Default.CancelMessage),
            _ => Read(json, ApiJson.Default.CancelAllMessage),
        };
    }

    private (OrderMessage?, ProblemBody?) Read<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type) where T : OrderMessage
    {
        var (message, problem) = RequestBody.Read(json, type);
        if (message is null) return (null, problem!.Body);
        if (message.Id is null) return (null, OrderMessage.Missing("id"));
        var wrong = message.FindWrong() ?? (message is SubmitMessage ? _entered?.FindFull() : null);
        return (message, wrong);
    }

    /// <summary>Carries out messages that may go side by side.</summary>
    private Task RunAsync(IReadOnlyList<PendingMessage> step) => step[0].Message is SubmitMessage
        ? SubmitAsync(step)
        : Task.WhenAll(step.Select(ChangeAsync));

    private async Task SubmitAsync(IReadOnlyList<PendingMessage> step)
    {
        if (_ended.IsCancellationRequested)
        {
            foreach (var message in step) _answers.Drop(message.Id);
            return;
        }
        using var span = MessageTrace.Begin(step[0].Message.Traceparent);
        TraceCarrier.Carry();
        NewOrderBody[] orders = [.. step.Select(m => ((SubmitMessage)m.Message).Order!)];
        OrderAnswer[] answers;
        try
        {
            answers = orders.Length == 1
                ? [await _services.Operations.SubmitAsync(orders[0], _sender)]
                : await _services.Operations.SubmitAsync(orders, _sender);
        }
        catch (Exception e)
        {
            var problem = OrderAnswer.Of(ToProblem(step[0].Op, e));
            answers = [.. Enumerable.Repeat(problem, orders.Length)];
        }
        for (var i = 0; i < answers.Length; i++)
        {
            _entered?.Add(orders[i], answers[i]);
            Answer(step[i], SocketAnswer.Of(step[i].Id, answers[i]));
        }
    }

    private async Task ChangeAsync(PendingMessage message)
    {
        if (_ended.IsCancellationRequested)
        {
            _answers.Drop(message.Id);
            return;
        }
        using var span = MessageTrace.Begin(message.Message.Traceparent);
        TraceCarrier.Carry();
        SocketAnswer answer;
        try
        {
            answer = message.Message switch
            {
                AmendMessage amend => SocketAnswer.Of(
                    message.Id, await _services.Operations.AmendAsync(amend.OrderId!, amend.Change!, _sender)),
                CancelMessage cancel => SocketAnswer.Of(
                    message.Id, await _services.Operations.CancelAsync(cancel.OrderId!, _sender, _ended)),
                CancelAllMessage all => await _services.Operations.CancelAllAsync(all.Account!, all.Symbol, _sender) switch
                {
                    (var canceled, null) => SocketAnswer.Of(message.Id, canceled!),
                    (_, var problem) => SocketAnswer.Of(message.Id, problem),
                },
                var other => throw new InvalidOperationException($"{other.Op} changes no order"),
            };
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            _answers.Drop(message.Id);
            return;
        }
        catch (Exception e)
        {
            answer = SocketAnswer.Of(message.Id, ToProblem(message.Op, e));
        }
        Answer(message, answer);
    }

    private ProblemBody ToProblem(string op, Exception e)
    {
        if (GrainCall.IsFailure(e)) return ClusterErrors.ToProblem(e, _services.Front);
        Log.MessageFailed(_services.Logger, op, e);
        return Problem.Unexpected.Body;
    }

    private void Answer(PendingMessage message, SocketAnswer answer)
    {
        Observe(message.Op, answer.Status, message.Began);
        _answers.Add(answer);
    }

    private void Observe(string op, int status, long began)
    {
        if (_services.Metrics.Enabled)
            RequestMetrics.Observe(Route, op, status, Stopwatch.GetElapsedTime(began), _services.Logger);
    }
}
