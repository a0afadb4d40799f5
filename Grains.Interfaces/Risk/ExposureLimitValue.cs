using TradingOps.Engine.Instruments;

namespace TradingOps.Grains.Risk;

/// <summary>A limit on exposure, as <see cref="Engine.Risk.ExposureLimit"/>; a maximum of 0 stands for any.</summary>
/// <param name="AssetClass">The class that is limited; null for all together.</param>
/// <param name="Underlying">The underlying that is limited; null for all together.</param>
/// <param name="MaxGross">Sum of the values without sign, in currency.</param>
/// <param name="MaxNet">Sum of the signed values, long or short, in currency.</param>
/// <param name="MaxPosition">Shares or contracts of each symbol; of an account only.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.exposure-limit")]
public sealed record ExposureLimitValue(
    AssetClass? AssetClass, string? Underlying, decimal MaxGross, decimal MaxNet, decimal MaxPosition);
