namespace TradingOps.Grains.Losses;

/// <summary>What became of the acceptance of a loss.</summary>
/// <param name="Loss">The loss as it stands now.</param>
/// <param name="Refusal">Why nothing was changed.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.loss-answer")]
public sealed record LossAnswer(LossView Loss, LossRefusal Refusal);
