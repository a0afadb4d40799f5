using System.Collections.Immutable;
using TradingOps.Engine.Actors;

namespace TradingOps.Grains.MarketData;

/// <summary>The feeds of the cluster. Changes are answered when they are stored.</summary>
[Alias("tradingops.IFeedRegistryGrain")]
public interface IFeedRegistryGrain : IGrainWithStringKey
{
    /// <summary>All feeds, by id.</summary>
    [Alias("List")]
    Task<ImmutableArray<FeedEntry>> List();

    /// <summary>A feed; null if no feed has the id.</summary>
    [Alias("Find")]
    Task<FeedEntry?> Find(string id);

    /// <summary>Adds a feed and starts it.</summary>
    [Alias("Add")]
    Task<FeedAnswer> Add(FeedDefinition definition, Actor actor);

    /// <summary>Does what a person asks of a feed.</summary>
    /// <param name="id">The feed.</param>
    /// <param name="action">What is asked.</param>
    /// <param name="at">For <see cref="FeedAction.Seek"/>: the recorded time.</param>
    /// <param name="actor">Who asks.</param>
    [Alias("Change")]
    Task<FeedAnswer> Change(string id, FeedAction action, DateTimeOffset? at, Actor actor);

    /// <summary>
    /// A feed says how far its run is, or that it has ended. Ignored of a run that is over. Called by feeds only.
    /// </summary>
    [Alias("Report")]
    Task Report(string id, int run, FeedStatus status, long place, string? fault);
}
