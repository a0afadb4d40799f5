using TradingOps.Engine.Audit;

namespace TradingOps.Grains.Audit;

/// <summary>The wire form of <see cref="MarketStatement"/>, which is the Engine's own and says what the fields mean.</summary>
[GenerateSerializer, Immutable]
[Alias("tradingops.market-statement")]
public readonly record struct MarketStatementView(
    string Symbol, long Number, decimal Quantity, decimal Paid, long BuyLots, long SellLots, long HeldBuyLots, long HeldSellLots)
{
    /// <summary>The Engine's form.</summary>
    public MarketStatement ToStatement() => new(Symbol, Number, Quantity, Paid, BuyLots, SellLots, HeldBuyLots, HeldSellLots);
}
