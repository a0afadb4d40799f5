namespace TradingOps.Grains.Firm;

/// <summary>Positions in one symbol, of one account or of many together.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Quantity">Shares or contracts, signed; of many accounts the sum.</param>
/// <param name="MarketValue">Quantity times mark times multiplier, in currency.</param>
/// <param name="UnrealizedPnl">Open P&amp;L at the marks, in currency.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.symbol-figures")]
public readonly record struct SymbolFigures(string Symbol, decimal Quantity, decimal MarketValue, decimal UnrealizedPnl);
