namespace TradingOps.Engine.Accounts;

/// <summary>How far an account has followed a market.</summary>
/// <param name="Number">Number of the last report applied.</param>
/// <param name="Sequence">Sequence of the market record that held it: where catching up starts.</param>
public readonly record struct MarketCursor(long Number, long Sequence);
