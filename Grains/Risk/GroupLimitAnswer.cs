using System.Collections.Immutable;
using TradingOps.Engine.Breakers;

namespace TradingOps.Grains.Risk;

/// <summary>What the firm said of the limits of itself and of desks, and of what is used of them.</summary>
/// <param name="Version">1, 2, 3, ... of the silo.</param>
/// <param name="RequestedAt">Timestamp of the request.</param>
/// <param name="Limits">Those that have limits, by scope.</param>
public sealed record GroupLimitAnswer(long Version, long RequestedAt, ImmutableDictionary<string, GroupLimitsView> Limits)
{
    /// <summary>The limits of a desk, null for none, and of the firm, where there are some.</summary>
    public IEnumerable<GroupLimitsView> Of(string? desk)
    {
        if (desk is not null && Limits.TryGetValue(BreakerScope.Desk(desk).ToString(), out var own)) yield return own;
        if (Limits.TryGetValue(BreakerScope.Firm.ToString(), out var firm)) yield return firm;
    }
}
