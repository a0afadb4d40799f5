using TradingOps.Grains;
using TradingOps.Hosting;
using TradingOps.Silo.Recovery;

namespace TradingOps.Silo.Feeds;

/// <summary>Keeps every feed at what its entry says, wherever in the cluster it is.</summary>
internal sealed class FeedWaker(IGrainFactory grains, TimeProvider clock, ILogger<FeedWaker> logger)
    : PollingService(TimeSpan.FromSeconds(2), clock, logger)
{
    protected override async Task StepAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var feed in await grains.GetFeeds().List()) await grains.GetFeed(feed.Definition.Id).Wake(feed);
        }
        catch (Exception e) when (GrainCall.IsFailure(e, cancellationToken))
        {
            Log.WakeFailed(Logger, "feeds", e);
        }
    }
}
