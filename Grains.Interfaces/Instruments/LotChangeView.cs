namespace TradingOps.Grains.Instruments;

/// <summary>From a trading day on, quantities of orders are multiples of a lot.</summary>
/// <param name="Day">The first trading day.</param>
/// <param name="Lot">The lot, in shares or contracts.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.lot-change")]
public readonly record struct LotChangeView(DateOnly Day, decimal Lot);
