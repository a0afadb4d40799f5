using TradingOps.Engine.Breakers;

namespace TradingOps.Grains.Breakers;

/// <summary>What became of a reset.</summary>
/// <param name="Breaker">The breaker as it stands now.</param>
/// <param name="Refusal">Why it was not reset.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.breaker-answer")]
public sealed record BreakerAnswer(BreakerView Breaker, BreakerRefusal Refusal);
