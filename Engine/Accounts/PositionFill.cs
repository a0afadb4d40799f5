namespace TradingOps.Engine.Accounts;

/// <summary>A fill as a position takes it.</summary>
/// <param name="Quantity">Shares or contracts, negative for a sale; not 0.</param>
/// <param name="Price">In currency; may be negative.</param>
/// <param name="Multiplier">Currency per point of price per share or contract.</param>
/// <param name="Fee">In currency; negative for a rebate.</param>
/// <param name="Day">Number of the trading day; only <see cref="CostMethod.DailyFifo"/> looks at it.</param>
public readonly record struct PositionFill(decimal Quantity, decimal Price, decimal Multiplier, decimal Fee = 0, int Day = 0);
