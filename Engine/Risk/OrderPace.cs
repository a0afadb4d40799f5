using TradingOps.Engine.Accounts;
using TradingOps.Engine.Errors;

namespace TradingOps.Engine.Risk;

/// <summary>
/// How fast an account sends orders, and what it sent lately. Kept in memory only: after a restart, and where the clock was set
/// back, it starts from zero. Times are microseconds since the Unix epoch.
/// </summary>
public sealed class OrderPace
{
    private const long Second = 1_000_000;
    private const long Millisecond = 1_000;

    private readonly Queue<long> _lately = new();
    private readonly Dictionary<OrderContent, long> _contents = [];
    private readonly Queue<(OrderContent Content, long Time)> _contentsByAge = new();

    /// <summary>Whether one more order at a time would exceed the order rate.</summary>
    public bool IsExceeded(AccountLimits limits, long time) =>
        limits.MaxOrdersPerSecond > 0 && CountAt(time) >= limits.MaxOrdersPerSecond;

    /// <summary>Null, or that one more order would exceed the order rate.</summary>
    public Refusal? CheckRate(AccountLimits limits, long time) => IsExceeded(limits, time)
        ? new(
            TradingError.OrderRate, $"{_lately.Count} orders within a second, at most {limits.MaxOrdersPerSecond} are allowed",
            RiskLimit.OrderRate)
        : null;

    /// <summary>Number of orders within the last second.</summary>
    public int CountAt(long time)
    {
        while (_lately.TryPeek(out var oldest) && (oldest <= time - Second || oldest > time + Second)) _lately.Dequeue();
        return _lately.Count;
    }

    /// <summary>Null, or that an order of the same content passed within the window.</summary>
    public Refusal? FindDuplicate(in OrderContent content, AccountLimits limits, long time)
    {
        if (limits.DuplicateWindow == 0) return null;
        var window = limits.DuplicateWindow * Millisecond;
        while (_contentsByAge.TryPeek(out var oldest) && (oldest.Time <= time - window || oldest.Time > time + window))
        {
            _contentsByAge.Dequeue();
            if (_contents.TryGetValue(oldest.Content, out var latest) && latest == oldest.Time) _contents.Remove(oldest.Content);
        }
        return _contents.TryGetValue(content, out var before)
            ? new(
                TradingError.DuplicateOrder, $"the same order came {(time - before) / Millisecond} ms before; "
                    + $"within {limits.DuplicateWindow} ms it counts as a mistake", RiskLimit.OrderRate)
            : null;
    }

    /// <summary>
    /// Records an order that was checked. It counts towards the order rate unless it exceeded it; a new order that passed is
    /// remembered as a possible duplicate of later ones.
    /// </summary>
    /// <param name="order">The order, as it was checked.</param>
    /// <param name="limits">The account's limits.</param>
    /// <param name="hasPassed">Whether it passed every check.</param>
    public void Record(in OrderCheck order, AccountLimits limits, bool hasPassed)
    {
        if (limits.MaxOrdersPerSecond > 0 && !IsExceeded(limits, order.Time)) _lately.Enqueue(order.Time);
        if (!hasPassed || order.Before is not null || limits.DuplicateWindow == 0) return;
        var content = order.Content;
        _contents[content] = order.Time;
        _contentsByAge.Enqueue((content, order.Time));
    }
}
