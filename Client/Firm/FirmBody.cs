using TradingOps.Bodies;
using TradingOps.Bodies.Accounts;
using TradingOps.Grains.Firm;

namespace TradingOps.Client.Firm;

/// <summary>All accounts together in the shape of the API.</summary>
internal sealed record FirmBody(
    int Accounts, int MissingAccounts, decimal Cash, decimal Equity, decimal StartOfDayEquity, PnlBody Pnl, decimal DailyLoss,
    decimal Fees, ExposureBody Exposure, int OpenPositions, int OpenOrders, int StaleAccounts,
    IReadOnlyDictionary<string, int> Breakers, IReadOnlyList<FirmPositionBody> Positions, DateTime AsOf, double AgeSeconds)
{
    public static FirmBody From(FirmView f) => new(
        f.Accounts, f.MissingAccounts, Rounding.Money(f.Cash), Rounding.Money(f.Equity), Rounding.Money(f.StartOfDayEquity),
        PnlBody.From(f.RealizedPnl, f.UnrealizedPnl, f.DayPnl), Rounding.Ratio(f.DailyLoss), Rounding.Money(f.Fees),
        ExposureBody.From(f.GrossExposure, f.NetExposure), f.OpenPositions, f.OpenOrders, f.StaleAccounts, f.Breakers,
        [.. f.Symbols.Select(FirmPositionBody.From)],
        f.AsOf.UtcDateTime, Math.Round(f.Age.TotalSeconds, 3));
}
