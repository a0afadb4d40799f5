using TradingOps.Grains.Accounts;

namespace TradingOps.Bodies.Accounts;

/// <summary>An account in the shape of the API.</summary>
internal sealed record AccountBody(
    string Account, decimal Cash, decimal Equity, decimal StartOfDayEquity, decimal HighWaterMark, decimal BuyingPower,
    MarginBody Margin, PnlBody Pnl, decimal DailyLoss, decimal Drawdown, decimal Fees, ExposureBody Exposure, int OpenOrders,
    bool Stale, string Breaker, string? Desk)
{
    public static AccountBody From(AccountView a) => new(
        a.Account, Rounding.Money(a.Cash), Rounding.Money(a.Equity), Rounding.Money(a.StartOfDayEquity),
        Rounding.Money(a.HighWaterMark), Rounding.Money(a.BuyingPower), MarginBody.From(a),
        PnlBody.From(a.RealizedPnl, a.UnrealizedPnl, a.DayPnl), Rounding.Ratio(a.DailyLoss), Rounding.Ratio(a.Drawdown),
        Rounding.Money(a.Fees), ExposureBody.From(a.GrossExposure, a.NetExposure), a.OpenOrders, a.IsStale, a.Breaker, a.Desk);
}
