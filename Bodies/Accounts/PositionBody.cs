using TradingOps.Bodies.Orders;
using TradingOps.Grains.Accounts;

namespace TradingOps.Bodies.Accounts;

/// <summary>A position in the shape of the API.</summary>
internal sealed record PositionBody(
    string Symbol, string AssetClass, decimal Qty, decimal AvgPrice, decimal? Mark, decimal MarketValue,
    decimal? LiquidationValue, decimal RealizedPnl, RealizedBody Realized, decimal UnrealizedPnl, decimal Multiplier,
    decimal Fees, string CostMethod, bool Stale, double MarkAgeSeconds)
{
    public static PositionBody From(PositionView p) =>
        new(p.Symbol, Words.AssetClasses[p.AssetClass], p.Quantity, Rounding.Price(p.AveragePrice),
        p.Mark is { } mark ? Rounding.Price(mark) : null, Rounding.Money(p.MarketValue),
        p.LiquidationValue is { } value ? Rounding.Money(value) : null, Rounding.Money(p.RealizedPnl),
        new(
            Rounding.Money(p.TradePnl), Rounding.Money(-p.Fees), Rounding.Money(p.VariationPnl),
            Rounding.Money(p.ExercisePnl)),
        Rounding.Money(p.UnrealizedPnl), p.Multiplier, Rounding.Money(p.Fees),
        AccountWords.CostMethods[p.CostMethod], p.IsStale, Math.Round(p.MarkAge.TotalSeconds, 3));
}
