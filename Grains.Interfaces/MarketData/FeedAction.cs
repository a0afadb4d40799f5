namespace TradingOps.Grains.MarketData;

/// <summary>What a person asks of a feed.</summary>
public enum FeedAction
{
    /// <summary>Go on later.</summary>
    Pause = 0,

    /// <summary>Go on where it is; a feed that has ended begins its recording again.</summary>
    Resume = 1,

    /// <summary>End: prices come from the symbols' own markets again.</summary>
    Stop = 2,

    /// <summary>Begin again at a recorded time.</summary>
    Seek = 3,

    /// <summary>End and forget it.</summary>
    Remove = 4,
}
