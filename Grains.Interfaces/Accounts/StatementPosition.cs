namespace TradingOps.Grains.Accounts;

/// <summary>A position in a statement.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Quantity">Shares or contracts; negative when short.</param>
/// <param name="AveragePrice">Average price, without fees.</param>
/// <param name="Price">What it is valued at.</param>
/// <param name="Unrealized">Its open P&amp;L.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.statement-position")]
public sealed record StatementPosition(
    string Symbol, decimal Quantity, decimal AveragePrice, decimal Price, decimal Unrealized);
