namespace TradingOps.Client;

/// <summary>What a front serves (<c>Roles</c>): one process may do everything, or several a part each.</summary>
[Flags]
internal enum FrontRoles
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Orders, accounts, books, breakers, incidents, streams and the live page.</summary>
    Gateway = 1,

    /// <summary>Prices, bars and feeds.</summary>
    MarketData = 2,

    /// <summary>Everything.</summary>
    All = Gateway | MarketData,
}
