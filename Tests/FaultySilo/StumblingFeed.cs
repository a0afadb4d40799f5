using TradingOps.Grains.Feeds;

namespace TradingOps.FaultySilo;

/// <summary>Fails once, as by a bug, where a market's feed is to tell of an order with the client order id "stumble".</summary>
internal sealed class StumblingFeed : IIncomingGrainCallFilter
{
    private int _failures;

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        await context.Invoke();
        if (context.Result is MarketFeedPage page && page.Changes.Any(c => c.Order?.Request.ClientOrderId == "stumble")
            && Interlocked.Exchange(ref _failures, 1) == 0)
            throw new FormatException("the feed stumbles");
    }
}
