using TradingOps.Engine.Instruments;

namespace TradingOps.Grains.Firm;

/// <summary>An account's exposure in one underlying, as <see cref="Engine.Risk.Exposure"/>, in currency.</summary>
/// <param name="AssetClass">The class of the instruments.</param>
/// <param name="Underlying">Their underlying.</param>
/// <param name="Gross">Sum of the values without sign.</param>
/// <param name="Long">Sum of the signed values, all buys filled.</param>
/// <param name="Short">The same with all sells filled, its sign turned.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.exposure-figures")]
public readonly record struct ExposureFigures(
    AssetClass AssetClass, string Underlying, decimal Gross, decimal Long, decimal Short);
