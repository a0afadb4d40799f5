using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;

namespace TradingOps.Grains.Accounts;

/// <summary>What fills of one kind cost; negative for a rebate.</summary>
/// <param name="AssetClass">Of instruments of this class.</param>
/// <param name="Liquidity">Of orders that rested, of those that took, or of those in an auction.</param>
/// <param name="PerUnit">Currency per share or contract.</param>
/// <param name="BasisPoints">Hundredths of a percent of the notional.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.fee-value")]
public readonly record struct FeeValue(AssetClass AssetClass, Liquidity Liquidity, decimal PerUnit, decimal BasisPoints);
