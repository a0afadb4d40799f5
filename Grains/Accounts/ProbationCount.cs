namespace TradingOps.Grains.Accounts;

/// <summary>Orders that an account sent during probations, each counted by itself. Used within one grain's turns only.</summary>
internal sealed class ProbationCount
{
    private readonly Dictionary<string, (long Sequence, int Orders)> _counts = new(StringComparer.Ordinal);

    /// <summary>Counts an order in the probation of a breaker that began with a change; how many that makes.</summary>
    public int Add(string breaker, long change)
    {
        var orders = _counts.TryGetValue(breaker, out var count) && count.Sequence == change ? count.Orders + 1 : 1;
        _counts[breaker] = (change, orders);
        return orders;
    }
}
