using TradingOps.Grains.Accounts;

namespace TradingOps.Client.Accounts;

/// <summary>An account in the shape of the API.</summary>
internal sealed record AccountBody(
    string Account, decimal Cash, decimal Equity, decimal StartOfDayEquity, decimal BuyingPower,
    PnlBody Pnl, ExposureBody Exposure, int OpenOrders, string Breaker)
{
    public static AccountBody From(AccountView a) => new(a.Account, a.Cash, a.Equity, a.StartOfDayEquity, a.BuyingPower,
        new(a.RealizedPnl, a.UnrealizedPnl, a.RealizedPnl + a.UnrealizedPnl, a.Equity - a.StartOfDayEquity),
        new(a.GrossExposure, a.NetExposure), a.OpenOrders, a.Breaker);
}
