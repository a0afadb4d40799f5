using TradingOps.Engine.Books;
using TradingOps.Engine.Markets;
using TradingOps.Grains.MarketData;

namespace TradingOps.Grains.Books;

/// <summary>
/// A market and the market data of its symbol: tells them that it has traded, and takes the prices of a feed from them. Used
/// within one grain's turns only.
/// </summary>
internal sealed class MarketPrices(MarketLog market, IGrainFactory grains)
{
    private bool _hasTraded;

    /// <summary>A record was committed.</summary>
    public void Follow(MarketRecord record)
    {
        if (_hasTraded) return;
        foreach (var e in record.Events)
            if (e.Kind == BookEventKind.Traded)
                _hasTraded = true;
    }

    /// <summary>
    /// Tells the market data, if there was a trade since; shows that the prices of a feed grew stale, or ended.
    /// </summary>
    public Task ShareAsync()
    {
        market.Republish();
        if (!_hasTraded) return Task.CompletedTask;
        _hasTraded = false;
        return grains.GetMarketData(market.Market.Symbol).Follow();
    }

    /// <summary>The prices of the feed of the symbol are these from now on; null if it has no feed any more.</summary>
    public Task TakeAsync(FeedPrice? price)
    {
        market.UseFeed(price);
        return Task.CompletedTask;
    }
}
