namespace TradingOps.Grains.Accounts;

/// <summary>Shares of a stock that are located to be borrowed.</summary>
/// <param name="Symbol">The stock.</param>
/// <param name="Quantity">Shares.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.located-shares")]
public readonly record struct LocatedShares(string Symbol, decimal Quantity);
