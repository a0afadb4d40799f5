namespace TradingOps.Grains.MarketData;

/// <summary>What a recording becomes.</summary>
public enum FeedTarget
{
    /// <summary>Prices: quotes and trades in which no account takes part.</summary>
    Prices = 0,

    /// <summary>Orders of two accounts, so that the recorded day trades in the books here.</summary>
    Orders = 1,
}
