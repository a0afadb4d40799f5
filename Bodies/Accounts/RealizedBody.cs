namespace TradingOps.Bodies.Accounts;

/// <summary>What a realised P&amp;L is made of.</summary>
internal sealed record RealizedBody(decimal Trade, decimal Fee, decimal Variation, decimal Exercise);
