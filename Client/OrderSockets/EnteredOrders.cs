using System.Collections.Concurrent;
using System.Diagnostics;
using TradingOps.Bodies.Orders;
using TradingOps.Client.Cluster;
using TradingOps.Client.Orders;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Markets;
using TradingOps.Grains;

namespace TradingOps.Client.OrderSockets;

/// <summary>The orders that one connection entered and that may be open, so that its end can cancel them.</summary>
internal sealed class EnteredOrders(OrderSocketServices services, Sender sender)
{
    /// <summary>Most orders that are kept: what a connection costs in memory is bounded.</summary>
    private const int Max = 100_000;

    private const int FirstCheckAt = 1_024;
    private const int CancelsAtOnce = 32;

    private static readonly ParallelOptions SideBySide = new() { MaxDegreeOfParallelism = CancelsAtOnce };

    private readonly Lock _gate = new();

    // By id, with the account.
    private readonly Dictionary<string, string> _open = new(StringComparer.Ordinal);

    // Orders of unknown outcome, and when they were sent.
    private readonly Dictionary<(string Account, string ClientOrderId), long> _unknown = [];
    private Task _checking = Task.CompletedTask;
    private int _checkAt = FirstCheckAt;

    /// <summary>The problem to answer if no further order can be kept for the end; null if there is room.</summary>
    public ProblemBody? FindFull()
    {
        lock (_gate)
        {
            return _open.Count + _unknown.Count < Max
                ? null
                : Problem.BodyOf(
                    TradingError.RateLimited,
                    $"{Max} orders of this connection may be open, which is the most with cancel_on_disconnect");
        }
    }

    /// <summary>Keeps an order that its answer shows open, or whose outcome is unknown.</summary>
    public void Add(NewOrderBody asked, OrderAnswer answer)
    {
        var account = asked.Account ?? OrderReader.DefaultAccount;
        lock (_gate)
        {
            if (answer is { Problem: null, Order: { } order })
            {
                if (asked.ClientOrderId is { } known) _unknown.Remove((account, known));
                if (Words.IsOpen(order.Status)) _open[order.Id] = order.Account;
            }
            else if (answer.Problem is { Status: StatusCodes.Status503ServiceUnavailable } && asked.ClientOrderId is { } id)
            {
                _unknown[(account, id)] = Stopwatch.GetTimestamp();
            }
            if (_open.Count < _checkAt || !_checking.IsCompleted) return;
            _checking = Task.Run(DropClosedAsync);
        }
    }

    /// <summary>
    /// Cancels every order that is open, each with the retries of a cancel. Those whose outcome is unknown are looked up when it
    /// is certain that they enter no more.
    /// </summary>
    public async Task CancelAsync()
    {
        await _checking;
        var left = new ConcurrentQueue<(string Order, string Reason)>();
        await FindUnknownAsync(left);
        var canceled = 0;
        await Parallel.ForEachAsync(_open.Keys, SideBySide, async (id, _) =>
        {
            var answer = await TryAsync(id, left, () => services.Operations.CancelAsync(id, sender, CancellationToken.None));
            if (answer is { Problem: null }) Interlocked.Increment(ref canceled);
            // One that is not open any more needs no cancel.
            else if (answer is { Problem: { Status: not StatusCodes.Status409Conflict } problem })
                left.Enqueue((id, problem.Detail));
        });
        var actor = sender.Actor.ToString();
        if (canceled > 0) Log.OrdersCanceled(services.Logger, canceled, actor);
        if (left.TryPeek(out var one)) Log.OrdersLeft(services.Logger, left.Count, actor, one.Order, one.Reason);
    }

    private async Task FindUnknownAsync(ConcurrentQueue<(string Order, string Reason)> left)
    {
        if (_unknown.Count == 0) return;
        // A market takes no order later than that.
        var wait = services.Front.CallTimeout - Stopwatch.GetElapsedTime(_unknown.Values.Max());
        if (wait > TimeSpan.Zero) await Task.Delay(wait);
        await Parallel.ForEachAsync(_unknown.Keys, SideBySide, async (key, _) =>
        {
            var order = await TryAsync(key.ClientOrderId, left, () => services.Patience.UntilAnsweredAsync(
                _ => services.Grains.GetOrderQueries().FindByClientOrderId(key.Account, key.ClientOrderId),
                CancellationToken.None));
            if (order is not { IsOpen: true }) return;
            lock (_gate) _open[order.Id] = order.Account;
        });
    }

    private async Task<T?> TryAsync<T>(string order, ConcurrentQueue<(string Order, string Reason)> left, Func<Task<T>> call)
        where T : class?
    {
        try
        {
            return await call();
        }
        catch (Exception e)
        {
            // Whatever it was: the other orders are cancelled all the same.
            var isFailure = GrainCall.IsFailure(e);
            if (!isFailure) Log.MessageFailed(services.Logger, "cancel_on_disconnect", e);
            left.Enqueue((order, isFailure ? ClusterErrors.ToProblem(e, services.Front).Detail : e.Message));
            return null;
        }
    }

    /// <summary>Orders trade and expire without an answer here: asks their accounts which are still open.</summary>
    private async Task DropClosedAsync()
    {
        KeyValuePair<string, string>[] kept;
        lock (_gate) kept = [.. _open];
        try
        {
            foreach (var orders in kept.GroupBy(o => (Account: o.Value, Symbol: SymbolOf(o.Key))))
            {
                var open = (await services.Grains.GetAccount(orders.Key.Account).ListOpenOrders(orders.Key.Symbol))
                    .ToHashSet(StringComparer.Ordinal);
                lock (_gate)
                    foreach (var (id, _) in orders.Where(o => !open.Contains(o.Key)))
                        _open.Remove(id);
            }
        }
        catch (Exception e)
        {
            Log.OpenOrdersUnknown(services.Logger, sender.Actor.ToString(), e);
        }
        lock (_gate) _checkAt = Math.Max(FirstCheckAt, 2 * _open.Count);
    }

    private static string SymbolOf(string orderId) => OrderIds.TryParse(orderId, out var symbol, out _)
        ? symbol
        : throw new InvalidOperationException($"the open order {orderId} is in no market");
}
