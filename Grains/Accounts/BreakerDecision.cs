using TradingOps.Engine.Risk;

namespace TradingOps.Grains.Accounts;

/// <summary>What the breakers of firm, symbol and account decide about an order.</summary>
/// <param name="Refusal">Why they refuse it; null if they let it pass.</param>
/// <param name="IsOnProbation">Whether it counts as an order of a probation.</param>
/// <param name="Breach">The figure that exceeds what probation allows, if that is why: value and threshold.</param>
internal readonly record struct BreakerDecision(
    Refusal? Refusal, bool IsOnProbation = false, (decimal Value, decimal Threshold)? Breach = null);
