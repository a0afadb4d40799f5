using Microsoft.Extensions.Options;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Sessions;
using TradingOps.Grains.Breakers;
using TradingOps.Grains.Clocks;
using TradingOps.Grains.Journaling;
using TradingOps.Grains.MarketData;
using TradingOps.Grains.Marks;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Books;

/// <summary>What every market needs of its silo. One a silo.</summary>
/// <param name="Journal">Where records are stored.</param>
/// <param name="Queries">The orders that are stored.</param>
/// <param name="Catalogue">The instruments.</param>
/// <param name="Calendar">When they trade.</param>
/// <param name="Marks">The prices that this silo knows.</param>
/// <param name="Breakers">The breakers that this silo hears of.</param>
/// <param name="BreakerServices">What a breaker needs.</param>
/// <param name="Options">The settings.</param>
/// <param name="Metrics">What is counted.</param>
/// <param name="Clock">The time.</param>
/// <param name="ClockState">Whether the time can be used.</param>
/// <param name="Fed">The symbols that have a feed.</param>
public sealed record MarketServices(
    IJournal Journal, IOrderQueries Queries, InstrumentCatalogue Catalogue, TradingCalendar Calendar, MarkCache Marks,
    BreakerCache Breakers, BreakerServices BreakerServices, IOptions<BookOptions> Options, BookMetrics Metrics,
    TimeProvider Clock, ClockState ClockState, FedSymbols Fed);
