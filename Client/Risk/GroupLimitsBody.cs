using TradingOps.Grains.Risk;

namespace TradingOps.Client.Risk;

/// <summary>The limits of a desk or the firm; <c>complete</c> says whether every account has reported what it uses.</summary>
internal sealed record GroupLimitsBody(
    string Scope, IReadOnlyList<ExposureUseBody> Limits, bool Complete, DateTime? At, string? Who, string? OnBehalfOf,
    string? Reason)
{
    public static GroupLimitsBody From(GroupLimitsView v) => new(
        v.Scope, [.. v.Uses.Select(ExposureUseBody.From)], v.IsComplete, v.At?.UtcDateTime, v.Actor?.Name, v.Actor?.OnBehalfOf,
        v.Reason);
}
