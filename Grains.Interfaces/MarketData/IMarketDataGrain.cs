using Orleans.Concurrency;

namespace TradingOps.Grains.MarketData;

/// <summary>
/// Prices and bars of one symbol of the catalogue. <see cref="TradingUnavailableException"/> where they cannot be had now.
/// </summary>
[Alias("tradingops.IMarketDataGrain")]
public interface IMarketDataGrain : IGrainWithStringKey
{
    /// <summary>The newest prices; null if there is no such instrument.</summary>
    [Alias("GetPrice")]
    Task<PriceView?> GetPrice();

    /// <summary>Bars, with every trade that was durable before this call; null if there is no such instrument.</summary>
    [Alias("ReadBars")]
    [ResponseTimeout(CallTimeouts.Account)]
    Task<BarPage?> ReadBars(BarFilter filter);

    /// <summary>
    /// The data as they stand; waits a moment if they are still of the version that the reader has. Null if there is no such
    /// instrument.
    /// </summary>
    [Alias("ReadFeed")]
    [ResponseTimeout(CallTimeouts.Account)]
    Task<DataPage?> ReadFeed(long? version);

    /// <summary>The symbol's own market has traded. Called by the market only.</summary>
    [Alias("Follow")]
    [OneWay]
    Task Follow();

    /// <summary>
    /// Takes ticks of a feed, each place once, and answers when they are durable. Prices come from the feed from then on.
    /// </summary>
    [Alias("Take")]
    [ResponseTimeout(CallTimeouts.Account)]
    Task<TickAnswer> Take(TickBatch batch);

    /// <summary>A run of a feed is alive, though it has nothing new of this symbol.</summary>
    [Alias("Hear")]
    [OneWay]
    Task Hear(string feed, int run);

    /// <summary>
    /// A run of a feed has ended and gives no more ticks. If it gave the prices, they come from the symbol's own market again.
    /// </summary>
    [Alias("Release")]
    [ResponseTimeout(CallTimeouts.Account)]
    Task Release(string feed, int run);
}
