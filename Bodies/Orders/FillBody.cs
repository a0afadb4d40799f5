namespace TradingOps.Bodies.Orders;

/// <summary>One fill.</summary>
internal sealed record FillBody(string TradeId, decimal Price, decimal Qty, string Liquidity, DateTime At);
