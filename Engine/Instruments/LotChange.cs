namespace TradingOps.Engine.Instruments;

/// <summary>From a trading day on, quantities of orders are multiples of a lot.</summary>
/// <param name="Day">The first trading day.</param>
/// <param name="Lot">The lot, in shares or contracts.</param>
public readonly record struct LotChange(DateOnly Day, decimal Lot);
