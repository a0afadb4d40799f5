using TradingOps.Grains;
using TradingOps.Grains.MarketData;
using TradingOps.Hosting;
using TradingOps.Silo.Recovery;

namespace TradingOps.Silo.Feeds;

/// <summary>
/// Keeps every feed at what its entry says, wherever in the cluster it is, and tells this silo's markets which symbols have one.
/// </summary>
internal sealed class FeedWaker(IGrainFactory grains, FedSymbols fed, TimeProvider clock, ILogger<FeedWaker> logger)
    : PollingService(TimeSpan.FromSeconds(1), clock, logger)
{
    protected override async Task StepAsync(CancellationToken cancellationToken)
    {
        try
        {
            var feeds = await grains.GetFeeds().List();
            fed.Take(feeds);
            foreach (var feed in feeds) await grains.GetFeed(feed.Definition.Id).Wake();
        }
        catch (Exception e) when (GrainCall.IsFailure(e, cancellationToken))
        {
            Log.WakeFailed(Logger, "feeds", e);
        }
    }
}
