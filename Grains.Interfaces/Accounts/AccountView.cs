using TradingOps.Engine.Margin;

namespace TradingOps.Grains.Accounts;

/// <summary>An account's figures at the current marks, in currency.</summary>
[GenerateSerializer, Immutable]
[Alias("tradingops.account-view")]
public sealed record AccountView
{
    /// <summary>The account's id.</summary>
    [Id(0)] public required string Account { get; init; }

    /// <summary>Cash.</summary>
    [Id(1)] public required decimal Cash { get; init; }

    /// <summary>Cash plus the value of positions.</summary>
    [Id(2)] public required decimal Equity { get; init; }

    /// <summary>Equity when the trading day began.</summary>
    [Id(3)] public required decimal StartOfDayEquity { get; init; }

    /// <summary>What new opening orders may use.</summary>
    [Id(4)] public required decimal BuyingPower { get; init; }

    /// <summary>Cumulative realised P&amp;L, net of fees.</summary>
    [Id(5)] public required decimal RealizedPnl { get; init; }

    /// <summary>Open P&amp;L at the marks.</summary>
    [Id(6)] public required decimal UnrealizedPnl { get; init; }

    /// <summary>Sum of the absolute market values.</summary>
    [Id(7)] public required decimal GrossExposure { get; init; }

    /// <summary>Sum of the signed market values.</summary>
    [Id(8)] public required decimal NetExposure { get; init; }

    /// <summary>Number of open orders.</summary>
    [Id(9)] public required int OpenOrders { get; init; }

    /// <summary>Effective state of the account's breakers.</summary>
    [Id(10)] public required string Breaker { get; init; }

    /// <summary>Profit or loss of the day: equity less the start of the day's, less cash moved in.</summary>
    [Id(11)] public required decimal DayPnl { get; init; }

    /// <summary>Loss of the day as a share of the equity that it began with.</summary>
    [Id(12)] public required decimal DailyLoss { get; init; }

    /// <summary>The highest equity sampled, moved with the cash since.</summary>
    [Id(13)] public required decimal HighWaterMark { get; init; }

    /// <summary>How far the equity is below its high-water mark, as a share of it.</summary>
    [Id(14)] public required decimal Drawdown { get; init; }

    /// <summary>All fees paid.</summary>
    [Id(15)] public required decimal Fees { get; init; }

    /// <summary>What positions and opening orders take from the equity.</summary>
    [Id(16)] public required decimal Margin { get; init; }

    /// <summary>Whether a position is valued at a price that is not its market's of now.</summary>
    [Id(17)] public required bool IsStale { get; init; }

    /// <summary>By which rules margin is reckoned.</summary>
    [Id(18)] public MarginModel MarginModel { get; init; }

    /// <summary>Equity that the positions must keep.</summary>
    [Id(19)] public decimal MaintenanceMargin { get; init; }

    /// <summary>The desk that it belongs to; null for none.</summary>
    [Id(20)] public string? Desk { get; init; }
}
