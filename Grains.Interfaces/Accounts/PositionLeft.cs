using TradingOps.Engine.Errors;

namespace TradingOps.Grains.Accounts;

/// <summary>A position that could not be closed.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Quantity">Shares or contracts that are left, signed.</param>
/// <param name="Code">Why.</param>
/// <param name="Detail">The same for a person.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.position-left")]
public sealed record PositionLeft(string Symbol, decimal Quantity, TradingError Code, string Detail);
