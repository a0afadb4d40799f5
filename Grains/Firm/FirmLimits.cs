using System.Collections.Immutable;
using TradingOps.Engine.Risk;
using TradingOps.Grains.Risk;

namespace TradingOps.Grains.Firm;

/// <summary>The limits of the firm and of desks.</summary>
internal sealed class FirmLimits
{
    private readonly SortedDictionary<string, GroupLimits> _limits = new(StringComparer.Ordinal);

    /// <summary>What was last decided about each of them, by scope.</summary>
    public IReadOnlyCollection<GroupLimits> All => _limits.Values;

    /// <summary>Those that have limits, by scope.</summary>
    public IEnumerable<GroupLimits> Limited => _limits.Values.Where(l => l.Limits.Count > 0);

    /// <summary>Sets the limits of one of them.</summary>
    public void Apply(GroupLimits limits) => _limits[limits.Scope] = limits;

    /// <summary>The limits of one of them, and what is used of them.</summary>
    /// <param name="scope">Whose: <c>firm</c> or <c>desk:ID</c>.</param>
    /// <param name="used">Exposure of its accounts; null if none has reported.</param>
    /// <param name="isComplete">Whether every account has reported.</param>
    public GroupLimitsView ToView(string scope, ExposureSums? used, bool isComplete)
    {
        var set = _limits.GetValueOrDefault(scope);
        return new(scope, [.. (set?.Limits ?? []).Select(l => l.ToUse(used?.In(l) ?? default))], isComplete)
        {
            At = set is null ? null : Time.FromMicroseconds(set.Time),
            Actor = set?.Actor,
            Reason = set?.Reason,
        };
    }
}
