namespace TradingOps.Client.OrderSockets;

/// <summary>
/// Carries out the messages of one connection, a lane per symbol: those of one account and symbol in the order sent, those of
/// different symbols side by side.
/// </summary>
/// <param name="run">Carries out one step: it answers every message of it, and throws nothing.</param>
/// <remarks>
/// A step is one of: orders that wait, which go to each account in one call and are entered in their order; changes of different
/// orders, side by side; one other message. So what waits for a step shares the next, and a sender with many messages under
/// way has one call per account on its way, not one for each message.
/// </remarks>
internal sealed class OrderLanes(Func<IReadOnlyList<PendingMessage>, Task> run)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue<PendingMessage>> _lanes = new(StringComparer.Ordinal);

    /// <summary>Adds a message behind those of its symbol.</summary>
    public void Add(string symbol, PendingMessage message)
    {
        lock (_gate)
        {
            if (_lanes.TryGetValue(symbol, out var waiting))
            {
                waiting.Enqueue(message);
                return;
            }
            _lanes.Add(symbol, waiting = new());
            waiting.Enqueue(message);
            // On another thread: what has come already is read first, and shares the step.
            _ = Task.Run(() => RunAsync(symbol, waiting));
        }
    }

    private async Task RunAsync(string symbol, Queue<PendingMessage> waiting)
    {
        while (Next(symbol, waiting) is { Count: > 0 } step) await run(step);
    }

    /// <summary>The next step; empty if no message waits, and the lane is gone then.</summary>
    private List<PendingMessage> Next(string symbol, Queue<PendingMessage> waiting)
    {
        lock (_gate)
        {
            var step = new List<PendingMessage>();
            if (!waiting.TryDequeue(out var first))
            {
                _lanes.Remove(symbol);
                return step;
            }
            step.Add(first);
            HashSet<string>? changed =
                first.Message is ChangeMessage { OrderId: { } id } ? new(StringComparer.Ordinal) { id } : null;
            while (waiting.TryPeek(out var next) && MayJoin(first.Message, next.Message, changed)) step.Add(waiting.Dequeue());
            return step;
        }
    }

    private static bool MayJoin(OrderMessage first, OrderMessage next, HashSet<string>? changed) => (first, next) switch
    {
        (SubmitMessage, SubmitMessage) => true,
        (ChangeMessage, ChangeMessage { OrderId: { } id }) => changed!.Add(id),
        _ => false,
    };
}
