namespace TradingOps.Engine.MarketData;

/// <summary>A trade as a feed reports it: of no account.</summary>
/// <param name="Price">In currency.</param>
/// <param name="Quantity">Shares or contracts; positive.</param>
/// <param name="Time">When it was, by the exchange; microseconds since the Unix epoch.</param>
public readonly record struct TradePrint(decimal Price, decimal Quantity, long Time);
