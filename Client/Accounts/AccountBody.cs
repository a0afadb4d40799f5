using TradingOps.Grains.Accounts;

namespace TradingOps.Client.Accounts;

/// <summary>An account in the shape of the API.</summary>
internal sealed record AccountBody(
    string Account, decimal Cash, decimal Equity, decimal StartOfDayEquity, decimal HighWaterMark, decimal BuyingPower,
    decimal Margin, PnlBody Pnl, decimal DailyLoss, decimal Drawdown, decimal Fees, ExposureBody Exposure, int OpenOrders,
    bool Stale, string Breaker)
{
    public static AccountBody From(AccountView a) => new(
        a.Account, a.Cash, a.Equity, a.StartOfDayEquity, a.HighWaterMark, a.BuyingPower, a.Margin,
        new(a.RealizedPnl, a.UnrealizedPnl, a.RealizedPnl + a.UnrealizedPnl, a.DayPnl),
        Math.Round(a.DailyLoss, RatioDecimals), Math.Round(a.Drawdown, RatioDecimals), a.Fees,
        new(a.GrossExposure, a.NetExposure), a.OpenOrders, a.IsStale, a.Breaker);

    private const int RatioDecimals = 12;
}
