namespace TradingOps.Client.Firm;

/// <summary>The positions of all accounts in one symbol.</summary>
internal sealed record FirmPositionBody(string Symbol, decimal Qty, decimal MarketValue, decimal UnrealizedPnl);
