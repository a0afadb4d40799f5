namespace TradingOps.Engine.Audit;

/// <summary>What an account says of one symbol as of a report.</summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="Number">Number of the last report applied.</param>
/// <param name="Quantity">Position, signed.</param>
/// <param name="Paid">
/// What fills and settlement came to, by the position's own figures: realised P&amp;L and fees less the open cost.
/// </param>
/// <param name="BuyLots">Lots of open buy orders.</param>
/// <param name="SellLots">Lots of open sell orders.</param>
/// <param name="HeldBuyLots">Lots held for buy orders, those under way too.</param>
/// <param name="HeldSellLots">Lots held for sell orders, those under way too.</param>
public readonly record struct MarketStatement(
    string Symbol, long Number, decimal Quantity, decimal Paid, long BuyLots, long SellLots, long HeldBuyLots, long HeldSellLots);
