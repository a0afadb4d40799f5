using System.Collections.Immutable;
using TradingOps.Engine.Accounts;

namespace TradingOps.Grains.Firm;

/// <summary>All accounts of the firm together, in currency. Accounts that stand for the outside market are not counted.</summary>
[GenerateSerializer, Immutable]
[Alias("tradingops.firm-view")]
public sealed record FirmView
{
    /// <summary>Accounts counted.</summary>
    [Id(0)] public required int Accounts { get; init; }

    /// <summary>Accounts that exist and have not reported since this view began; while there are any, it is not whole.</summary>
    [Id(1)] public required int MissingAccounts { get; init; }

    /// <summary>Cash of all accounts.</summary>
    [Id(2)] public required decimal Cash { get; init; }

    /// <summary>Equity of all accounts.</summary>
    [Id(3)] public required decimal Equity { get; init; }

    /// <summary>Equity when the trading day began.</summary>
    [Id(4)] public required decimal StartOfDayEquity { get; init; }

    /// <summary>Cash moved in, less cash moved out, since the day began.</summary>
    [Id(5)] public required decimal CashMoved { get; init; }

    /// <summary>Cumulative realised P&amp;L, net of fees.</summary>
    [Id(6)] public required decimal RealizedPnl { get; init; }

    /// <summary>Open P&amp;L at the marks.</summary>
    [Id(7)] public required decimal UnrealizedPnl { get; init; }

    /// <summary>All fees paid.</summary>
    [Id(8)] public required decimal Fees { get; init; }

    /// <summary>Sum of the absolute market values of the accounts' positions.</summary>
    [Id(9)] public required decimal GrossExposure { get; init; }

    /// <summary>Sum of the signed market values.</summary>
    [Id(10)] public required decimal NetExposure { get; init; }

    /// <summary>Positions that are not flat, counted by account.</summary>
    [Id(11)] public required int OpenPositions { get; init; }

    /// <summary>Open orders of all accounts.</summary>
    [Id(12)] public required int OpenOrders { get; init; }

    /// <summary>Accounts with a position that is valued at a stale mark.</summary>
    [Id(13)] public required int StaleAccounts { get; init; }

    /// <summary>Positions by symbol, over all accounts.</summary>
    [Id(14)] public required ImmutableArray<SymbolFigures> Symbols { get; init; }

    /// <summary>Number of accounts by the state of their breakers.</summary>
    [Id(15)] public required ImmutableDictionary<string, int> Breakers { get; init; }

    /// <summary>The largest use of a limit over all accounts.</summary>
    [Id(16)] public required LimitUse Use { get; init; }

    /// <summary>The oldest report among accounts with open positions; the current time if no account has one.</summary>
    [Id(17)] public required DateTimeOffset AsOf { get; init; }

    /// <summary>How old that report is.</summary>
    [Id(18)] public required TimeSpan Age { get; init; }

    /// <summary>Profit or loss of the day.</summary>
    public decimal DayPnl => Equity - StartOfDayEquity - CashMoved;

    /// <summary>
    /// Loss of the day as a share of the equity that it began with and of the cash that moved in since; 0 for a gain, 1 if there
    /// was no equity.
    /// </summary>
    public decimal DailyLoss => EquityCurve.LossOf(DayPnl, StartOfDayEquity, CashMoved);
}
