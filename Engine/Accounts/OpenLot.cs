namespace TradingOps.Engine.Accounts;

/// <summary>Part of a position that is closed as one.</summary>
/// <param name="Quantity">Shares or contracts; negative when short.</param>
/// <param name="Cost">Sum of quantity times price, without multiplier; has the sign of quantity times price.</param>
/// <param name="Price">Price of the fill that began it.</param>
/// <param name="Day">Day of that fill.</param>
public readonly record struct OpenLot(decimal Quantity, decimal Cost, decimal Price, int Day);
