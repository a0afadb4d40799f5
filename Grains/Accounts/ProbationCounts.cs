namespace TradingOps.Grains.Accounts;

/// <summary>Orders that an account sent in each probation of a breaker. Used within one grain's turns only.</summary>
internal sealed class ProbationCounts
{
    private readonly Dictionary<string, (long Sequence, int Orders)> _counts = new(StringComparer.Ordinal);

    /// <summary>Orders in the probation that began with change <paramref name="sequence"/> of a breaker.</summary>
    public int Of(string breaker, long sequence) =>
        _counts.TryGetValue(breaker, out var count) && count.Sequence == sequence ? count.Orders : 0;

    /// <summary>Counts one more order.</summary>
    public void Add(string breaker, long sequence) => _counts[breaker] = (sequence, Of(breaker, sequence) + 1);
}
