namespace TradingOps.Client.Accounts;

/// <summary>Shares of a stock that are located to be borrowed.</summary>
internal sealed record LocatedBody(string Symbol, decimal Qty);
