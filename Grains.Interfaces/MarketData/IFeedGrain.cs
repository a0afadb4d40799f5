using Orleans.Concurrency;

namespace TradingOps.Grains.MarketData;

/// <summary>One feed at work.</summary>
[Alias("tradingops.IFeedGrain")]
public interface IFeedGrain : IGrainWithStringKey
{
    /// <summary>Makes sure that it does what its entry says: it plays on, or is still.</summary>
    [Alias("Wake")]
    [OneWay]
    Task Wake();

    /// <summary>How far it is.</summary>
    [Alias("GetProgress")]
    Task<FeedProgress> GetProgress();

    /// <summary>
    /// A tick of a feed that callers send. Not taken if it is no such feed, if it does not run, or if it has no such symbol.
    /// </summary>
    [Alias("Push")]
    [ResponseTimeout(CallTimeouts.Account)]
    Task<TickAnswer> Push(string symbol, Tick tick);
}
