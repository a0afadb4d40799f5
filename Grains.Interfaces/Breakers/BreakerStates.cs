using System.Collections.Immutable;

namespace TradingOps.Grains.Breakers;

/// <summary>What every silo has to know of the breakers, in one answer.</summary>
/// <param name="Firm">The breaker of the firm.</param>
/// <param name="CancelsAll">The firm wants all resting orders canceled.</param>
/// <param name="CancelsIncreasing">The firm wants those canceled that could increase a position.</param>
/// <param name="Symbols">The breakers of symbols that are not closed.</param>
/// <param name="Counts">Number of known breakers by kind and state.</param>
/// <param name="IsComplete">
/// Whether every breaker of a symbol has been read: else one that is not named may be open.
/// </param>
[GenerateSerializer, Immutable]
[Alias("tradingops.breaker-roll")]
public sealed record BreakerStates(
    BreakerView Firm, bool CancelsAll, bool CancelsIncreasing, ImmutableArray<BreakerView> Symbols,
    ImmutableArray<BreakerCount> Counts, bool IsComplete = true)
{
    /// <summary>The breakers of desks that ever moved; empty from a silo of an earlier version.</summary>
    [Id(6)] public ImmutableArray<BreakerView> Desks { get; init; } = [];

    /// <summary>Whether every breaker of a desk has been read.</summary>
    [Id(7)] public bool HasDesks { get; init; }
}
