namespace TradingOps.Grains.MarketData;

/// <summary>Where a feed has its prices from.</summary>
public enum FeedKind
{
    /// <summary>A recorded file.</summary>
    File = 0,

    /// <summary>Ticks that callers send.</summary>
    Push = 1,
}
