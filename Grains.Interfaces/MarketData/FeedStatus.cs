namespace TradingOps.Grains.MarketData;

/// <summary>Where a feed stands.</summary>
public enum FeedStatus
{
    /// <summary>It plays, or waits for ticks.</summary>
    Running = 0,

    /// <summary>A person paused it.</summary>
    Paused = 1,

    /// <summary>Its recording is over.</summary>
    Finished = 2,

    /// <summary>It cannot go on.</summary>
    Failed = 3,

    /// <summary>A person stopped it.</summary>
    Stopped = 4,
}
