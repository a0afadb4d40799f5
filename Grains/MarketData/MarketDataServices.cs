using Microsoft.Extensions.Options;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Sessions;
using TradingOps.Grains.Journaling;
using TradingOps.Grains.MarketData.Feeds;

namespace TradingOps.Grains.MarketData;

/// <summary>What the market data of every symbol need of their silo. One a silo.</summary>
/// <param name="Journal">Where records are stored.</param>
/// <param name="Catalogue">The instruments.</param>
/// <param name="Calendar">Their trading days.</param>
/// <param name="Options">The settings.</param>
/// <param name="Metrics">What is counted.</param>
/// <param name="Topics">Where topics of ticks are read.</param>
/// <param name="Clock">The time.</param>
public sealed record MarketDataServices(
    IJournal Journal, InstrumentCatalogue Catalogue, TradingCalendar Calendar, IOptions<FeedOptions> Options,
    MarketDataMetrics Metrics, ITickTopics Topics, TimeProvider Clock);
