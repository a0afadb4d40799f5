namespace TradingOps.Engine.Accounts;

/// <summary>Shares that were located to be borrowed, so that they may be sold short.</summary>
/// <param name="Symbol">The stock.</param>
/// <param name="Quantity">Shares; 0 for none any more.</param>
public sealed record Locate(string Symbol, decimal Quantity);
