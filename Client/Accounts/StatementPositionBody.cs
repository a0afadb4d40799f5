using TradingOps.Bodies;
using TradingOps.Grains.Accounts;

namespace TradingOps.Client.Accounts;

/// <summary>A position when a day began or ended.</summary>
internal sealed record StatementPositionBody(string Symbol, decimal Qty, decimal AvgPrice, decimal Price, decimal UnrealizedPnl)
{
    public static StatementPositionBody From(StatementPosition p) => new(
        p.Symbol, p.Quantity, Rounding.Price(p.AveragePrice), Rounding.Price(p.Price), Rounding.Money(p.Unrealized));
}
