namespace TradingOps.Grains.MarketData.Feeds;

/// <summary>What plays a run of a feed.</summary>
internal interface IFeedPlayer
{
    /// <summary>Whether its recording goes on, or its server was heard of lately.</summary>
    bool IsAlive { get; }

    /// <summary>Plays to the end, or until it is cancelled. Tells the registry how it ended.</summary>
    Task PlayAsync(CancellationToken cancellationToken);
}
