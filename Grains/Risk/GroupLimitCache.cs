using System.Collections.Immutable;
using TradingOps.Grains.Breakers;

namespace TradingOps.Grains.Risk;

/// <summary>
/// The limits of the firm and of desks as this silo last received them, with what is used of them. Thread-safe; one a silo.
/// </summary>
public sealed class GroupLimitCache(TimeProvider clock)
{
    /// <summary>How long what is used counts as known, from when it was requested.</summary>
    public static readonly TimeSpan Lease = BreakerCache.Lease;

    private GroupLimitAnswer? _answer;

    /// <summary>The last answer; null before the first: it is not known if there are limits.</summary>
    public GroupLimitAnswer? Current => Volatile.Read(ref _answer);

    /// <summary>Takes an answer that was requested at a timestamp.</summary>
    public void Update(ImmutableArray<GroupLimitsView> limits, long requestedAt) => Volatile.Write(ref _answer, new(
        (Current?.Version ?? 0) + 1, requestedAt, limits.ToImmutableDictionary(l => l.Scope, StringComparer.Ordinal)));

    /// <summary>Whether what an answer says is used is known: it is not too old.</summary>
    public bool IsFresh(GroupLimitAnswer answer) => clock.GetElapsedTime(answer.RequestedAt) <= Lease;
}
