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
}
