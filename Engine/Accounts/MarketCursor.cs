namespace TradingOps.Engine.Accounts;

/// <summary>How far an account has followed a market.</summary>
/// <param name="Number">Number of the last report applied.</param>
/// <param name="Sequence">
/// Where catching up starts: sequence of the market record that held the report, or of a later one up to which there was nothing
/// more for the account.
/// </param>
public readonly record struct MarketCursor(long Number, long Sequence);
