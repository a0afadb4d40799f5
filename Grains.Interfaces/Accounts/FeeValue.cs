using TradingOps.Engine.Instruments;

namespace TradingOps.Grains.Accounts;

/// <summary>What fills of one kind cost; negative for a rebate.</summary>
/// <param name="AssetClass">Of instruments of this class.</param>
/// <param name="IsMaker">Of orders that rested, or of those that took.</param>
/// <param name="PerUnit">Currency per share or contract.</param>
/// <param name="BasisPoints">Hundredths of a percent of the notional.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.fee-value")]
public readonly record struct FeeValue(AssetClass AssetClass, bool IsMaker, decimal PerUnit, decimal BasisPoints);
