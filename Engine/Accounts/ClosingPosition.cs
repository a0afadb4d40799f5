namespace TradingOps.Engine.Accounts;

/// <summary>A position at the end of a day.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Quantity">Shares or contracts; negative when short.</param>
/// <param name="AveragePrice">Average price, without fees.</param>
/// <param name="Price">What it is valued at: the official price of the day, or the mark.</param>
/// <param name="Equity">What it adds to the equity, in currency.</param>
/// <param name="Unrealized">Its open P&amp;L, in currency.</param>
public sealed record ClosingPosition(
    string Symbol, decimal Quantity, decimal AveragePrice, decimal Price, decimal Equity, decimal Unrealized);
