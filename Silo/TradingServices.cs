using TradingOps.Engine.Instruments;
using TradingOps.Grains.Accounts;
using TradingOps.Grains.Audit;
using TradingOps.Grains.Books;
using TradingOps.Grains.Breakers;
using TradingOps.Grains.Clocks;
using TradingOps.Grains.Firm;
using TradingOps.Grains.Instruments;
using TradingOps.Grains.Kafka;
using TradingOps.Grains.MarketData;
using TradingOps.Grains.MarketData.Feeds;
using TradingOps.Grains.Marks;
using TradingOps.Grains.Risk;
using TradingOps.Grains.Sessions;
using TradingOps.Grains.Simulation;
using TradingOps.Hosting;
using TradingOps.Silo.Breakers;
using TradingOps.Silo.Clocks;
using TradingOps.Silo.Feeds;
using TradingOps.Silo.Firm;
using TradingOps.Silo.Incidents;
using TradingOps.Silo.Instruments;
using TradingOps.Silo.Kafka;
using TradingOps.Silo.Sessions;

namespace TradingOps.Silo;

/// <summary>
/// What the grains need of their silo besides the store. The silo and the cluster of the tests register the same.
/// </summary>
internal static class TradingServices
{
    /// <summary>The services of the grains.</summary>
    /// <param name="services">The silo's services.</param>
    /// <param name="isMeasured">Whether orders and fills are counted.</param>
    public static void AddTrading(this IServiceCollection services, bool isMeasured)
    {
        services.AddValidated<ClockOptions>(ClockOptions.Section);
        services.AddSingleton<ClockState>();
        services.AddSingleton<TimeProvider>(
            s => new GuardedClock(TimeProvider.System, s.GetRequiredService<ClockState>(), BootTime.Read));
        services.AddSingleton(InstrumentCatalogue.CopyDefault());
        services.AddSingleton<MarkCache>();
        services.AddSingleton<FirmOutbox>();
        services.AddSingleton<GroupLimitCache>();
        services.AddSingleton<AuditMetrics>();
        services.AddValidated<AuditOptions>("Audit");
        services.AddSingleton<FirmMetrics>();
        services.AddSingleton<SymbolLabels>();
        services.AddBreakers();
        services.AddCalendar();
        services.AddSingleton(s => ActivatorUtilities.CreateInstance<BookMetrics>(s, isMeasured));
        services.AddSingleton<MarketServices>();
        services.AddSingleton<MarketDataMetrics>();
        services.AddSingleton<FedSymbols>();
        services.AddSingleton<MarketDataServices>();
        services.AddValidated<FeedOptions>("Feeds");
        services.AddValidated<KafkaOptions>(KafkaOptions.Section);
        services.AddSingleton<KafkaMetrics>();
        services.AddSingleton<AccountFigures>();
        services.AddSingleton<ITickTopics, TickTopics>();
        services.AddSingleton<AccountServices>();
        services.AddSingleton(s => ActivatorUtilities.CreateInstance<AccountMetrics>(s, isMeasured));
        services.AddValidated<BookOptions>("Books");
        services.AddValidated<CalendarOptions>("Calendar");
        services.AddValidated<BreakerOptions>("Breakers");
        services.AddValidated<AccountOptions>("Accounts");
        services.AddValidated<MarkOptions>("Marks");
        services.AddValidated<SimulationOptions>("Simulation");
    }

    /// <summary>
    /// The loops that keep the silo's copies of breakers, catalogue and calendars current, and send what its accounts report.
    /// Added after Orleans: hosted services start in this order, and these call grains.
    /// </summary>
    public static void AddTradingLoops(this IServiceCollection services)
    {
        services.AddIncidents();
        services.AddHostedService<BreakerWatch>();
        services.AddHostedService<CatalogueWatch>();
        services.AddHostedService<FeedWaker>();
        services.AddHostedService<FirmSender>();
        services.AddHostedService<CalendarWatch>();
    }
}
