namespace TradingOps.Client.Accounts;

/// <summary>A position that could not be closed, and why.</summary>
internal sealed record LeftBody(string Symbol, decimal Qty, string Code, string Detail);
