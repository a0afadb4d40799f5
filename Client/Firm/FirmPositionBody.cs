using TradingOps.Bodies;
using TradingOps.Grains.Firm;

namespace TradingOps.Client.Firm;

/// <summary>The positions of all accounts in one symbol.</summary>
internal sealed record FirmPositionBody(string Symbol, decimal Qty, decimal MarketValue, decimal UnrealizedPnl)
{
    public static FirmPositionBody From(SymbolFigures s) =>
        new(s.Symbol, s.Quantity, Rounding.Money(s.MarketValue), Rounding.Money(s.UnrealizedPnl));
}
