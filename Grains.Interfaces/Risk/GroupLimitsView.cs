using System.Collections.Immutable;
using TradingOps.Engine.Actors;

namespace TradingOps.Grains.Risk;

/// <summary>The limits of the firm or of a desk.</summary>
/// <param name="Scope">Whose: <c>firm</c> or <c>desk:ID</c>.</param>
/// <param name="Uses">The limits and what is used of each.</param>
/// <param name="IsComplete">Whether every account has reported: else more may be used.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.group-limits")]
public sealed record GroupLimitsView(string Scope, ImmutableArray<ExposureUse> Uses, bool IsComplete)
{
    /// <summary>When they were set; null if they never were.</summary>
    [Id(3)] public DateTimeOffset? At { get; init; }

    /// <summary>Who set them.</summary>
    [Id(4)] public Actor? Actor { get; init; }

    /// <summary>Why.</summary>
    [Id(5)] public string? Reason { get; init; }
}
