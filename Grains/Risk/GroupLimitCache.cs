using System.Collections.Immutable;
using TradingOps.Engine.Breakers;
using TradingOps.Grains.Breakers;

namespace TradingOps.Grains.Risk;

/// <summary>
/// The limits of the firm and of desks as this silo last received them, with what is used of them. Thread-safe; one a silo.
/// </summary>
public sealed class GroupLimitCache(TimeProvider clock)
{
    /// <summary>How long what is used counts as known, from when it was requested.</summary>
    public static readonly TimeSpan Lease = BreakerCache.Lease;

    private Received? _received;

    /// <summary>Number of answers so far.</summary>
    public long Version => Volatile.Read(ref _received)?.Version ?? 0;

    /// <summary>Takes an answer that was requested at a timestamp.</summary>
    public void Update(ImmutableArray<GroupLimitsView> limits, long requestedAt) => Volatile.Write(ref _received, new(
        Version + 1, requestedAt, limits.ToImmutableDictionary(l => l.Scope, StringComparer.Ordinal)));

    /// <summary>
    /// The limits of the firm and of a desk, where there are some. Null before the first answer: it is not known if there are
    /// any.
    /// </summary>
    /// <param name="desk">The desk; null for none.</param>
    public IEnumerable<GroupLimitsView>? Find(string? desk)
    {
        if (Volatile.Read(ref _received) is not { } received) return null;
        if (received.Limits.IsEmpty) return [];
        return ScopesOf(desk).Select(s => received.Limits.GetValueOrDefault(s)).OfType<GroupLimitsView>();
    }

    /// <summary>Whether what is used is known: the answer is not too old.</summary>
    public bool IsFresh =>
        Volatile.Read(ref _received) is { } received && clock.GetElapsedTime(received.RequestedAt) <= Lease;

    private static IEnumerable<string> ScopesOf(string? desk)
    {
        if (desk is not null) yield return BreakerScope.Desk(desk).ToString();
        yield return BreakerScope.Firm.ToString();
    }

    private sealed record Received(
        long Version, long RequestedAt, ImmutableDictionary<string, GroupLimitsView> Limits);
}
