using TradingOps.Client.Accounts;
using TradingOps.Grains.Firm;

namespace TradingOps.Client.Firm;

/// <summary>All accounts together in the shape of the API.</summary>
internal sealed record FirmBody(
    int Accounts, int MissingAccounts, decimal Cash, decimal Equity, decimal StartOfDayEquity, PnlBody Pnl, decimal DailyLoss,
    decimal Fees, ExposureBody Exposure, int OpenPositions, int OpenOrders, int StaleAccounts,
    IReadOnlyDictionary<string, int> Breakers, IReadOnlyList<FirmPositionBody> Positions, DateTime AsOf, double AgeSeconds)
{
    private const int RatioDecimals = 12;

    public static FirmBody From(FirmView f) => new(
        f.Accounts, f.MissingAccounts, f.Cash, f.Equity, f.StartOfDayEquity,
        new(f.RealizedPnl, f.UnrealizedPnl, f.RealizedPnl + f.UnrealizedPnl, f.DayPnl), Math.Round(f.DailyLoss, RatioDecimals),
        f.Fees, new(f.GrossExposure, f.NetExposure), f.OpenPositions, f.OpenOrders, f.StaleAccounts, f.Breakers,
        [.. f.Symbols.Select(s => new FirmPositionBody(s.Symbol, s.Quantity, s.MarketValue, s.UnrealizedPnl))],
        f.AsOf.UtcDateTime, Math.Round(f.Age.TotalSeconds, 3));
}
