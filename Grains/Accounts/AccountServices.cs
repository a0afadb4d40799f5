using Microsoft.Extensions.Options;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Sessions;
using TradingOps.Grains.Breakers;
using TradingOps.Grains.Firm;
using TradingOps.Grains.Incidents;
using TradingOps.Grains.Journaling;
using TradingOps.Grains.Marks;
using TradingOps.Grains.Orders;
using TradingOps.Grains.Risk;

namespace TradingOps.Grains.Accounts;

/// <summary>What every account needs of its silo. One a silo.</summary>
/// <param name="Journal">Where records are stored.</param>
/// <param name="Queries">The orders that are stored.</param>
/// <param name="Catalogue">The instruments.</param>
/// <param name="Calendar">When they trade.</param>
/// <param name="Marks">The prices that this silo knows.</param>
/// <param name="Breakers">The breakers that this silo hears of.</param>
/// <param name="Limits">What other accounts use of limits that are shared.</param>
/// <param name="BreakerServices">What a breaker needs.</param>
/// <param name="Options">The settings.</param>
/// <param name="Metrics">What is counted.</param>
/// <param name="Firm">Where reports to the firm wait.</param>
/// <param name="Incidents">Where reports to the incident log wait.</param>
/// <param name="Clock">The time.</param>
public sealed record AccountServices(
    IJournal Journal, IOrderQueries Queries, InstrumentCatalogue Catalogue, TradingCalendar Calendar, MarkCache Marks,
    BreakerCache Breakers, GroupLimitCache Limits, BreakerServices BreakerServices, IOptions<AccountOptions> Options,
    AccountMetrics Metrics, FirmOutbox Firm, IncidentOutbox Incidents, TimeProvider Clock);
