using TradingOps.Engine.Breakers;
using TradingOps.Grains.Accounts;
using TradingOps.Grains.Audit;
using TradingOps.Grains.AuditTrail;
using TradingOps.Grains.Books;
using TradingOps.Grains.Breakers;
using TradingOps.Grains.Cluster;
using TradingOps.Grains.Desks;
using TradingOps.Grains.Firm;
using TradingOps.Grains.Incidents;
using TradingOps.Grains.Instruments;
using TradingOps.Grains.Kafka;
using TradingOps.Grains.Losses;
using TradingOps.Grains.MarketData;
using TradingOps.Grains.Orders;
using TradingOps.Grains.Simulation;

namespace TradingOps.Grains;

/// <summary>The only place that knows how grains are keyed.</summary>
public static class GrainFactoryExtensions
{
    /// <summary>The order book of a symbol.</summary>
    public static IOrderBookGrain GetOrderBook(this IGrainFactory grains, string symbol) =>
        grains.GetGrain<IOrderBookGrain>(symbol);

    /// <summary>Prices and bars of a symbol.</summary>
    public static IMarketDataGrain GetMarketData(this IGrainFactory grains, string symbol) =>
        grains.GetGrain<IMarketDataGrain>(symbol);

    /// <summary>The feeds of the cluster.</summary>
    public static IFeedRegistryGrain GetFeeds(this IGrainFactory grains) => grains.GetGrain<IFeedRegistryGrain>("feeds");

    /// <summary>A feed at work.</summary>
    public static IFeedGrain GetFeed(this IGrainFactory grains, string id) => grains.GetGrain<IFeedGrain>(id);

    /// <summary>An account.</summary>
    public static IAccountGrain GetAccount(this IGrainFactory grains, string account) => grains.GetGrain<IAccountGrain>(account);

    /// <summary>The register of accounts.</summary>
    public static IAccountRegisterGrain GetAccountRegister(this IGrainFactory grains) =>
        grains.GetGrain<IAccountRegisterGrain>("register");

    /// <summary>The circuit breaker of the whole firm.</summary>
    public static ICircuitBreakerGrain GetFirmBreaker(this IGrainFactory grains) => grains.GetGrain<ICircuitBreakerGrain>("firm");

    /// <summary>The running audit.</summary>
    public static IAuditGrain GetAudit(this IGrainFactory grains) => grains.GetGrain<IAuditGrain>("audit");

    /// <summary>All accounts together.</summary>
    public static IFirmGrain GetFirm(this IGrainFactory grains) => grains.GetGrain<IFirmGrain>("firm");

    /// <summary>A desk.</summary>
    public static IDeskGrain GetDesk(this IGrainFactory grains, string desk) => grains.GetGrain<IDeskGrain>(desk);

    /// <summary>The grain that runs the breaker of a scope.</summary>
    public static IBreakerGrain GetBreaker(this IGrainFactory grains, BreakerScope scope) => scope.Kind switch
    {
        BreakerKind.Desk => grains.GetDesk(scope.Name),
        BreakerKind.Account => grains.GetAccount(scope.Name),
        BreakerKind.Symbol => grains.GetOrderBook(scope.Name),
        _ => grains.GetFirmBreaker(),
    };

    /// <summary>The instrument catalogue.</summary>
    public static IInstrumentCatalogueGrain GetInstrumentCatalogue(this IGrainFactory grains) =>
        grains.GetGrain<IInstrumentCatalogueGrain>("catalogue");

    /// <summary>The incident log.</summary>
    public static IIncidentLogGrain GetIncidentLog(this IGrainFactory grains) => grains.GetGrain<IIncidentLogGrain>("incidents");

    /// <summary>Losses of acknowledged records.</summary>
    public static ILossGrain GetLosses(this IGrainFactory grains) => grains.GetGrain<ILossGrain>(0);

    /// <summary>Questions about stored orders and trades.</summary>
    public static IOrderQueryGrain GetOrderQueries(this IGrainFactory grains) => grains.GetGrain<IOrderQueryGrain>(0);

    /// <summary>Who did what.</summary>
    public static IAuditTrailGrain GetAuditTrail(this IGrainFactory grains) => grains.GetGrain<IAuditTrailGrain>(0);

    /// <summary>Whichever silo is asked, another each time.</summary>
    public static ISiloGrain GetSilo(this IGrainFactory grains) =>
        grains.GetGrain<ISiloGrain>(Random.Shared.Next(ISiloGrain.Keys));

    /// <summary>
    /// A silo that is most likely reached through a gateway that the client chooses now: the client keeps to the gateway of a
    /// key, so that after some restarts all keys in use may share one gateway. Each call activates one more grain.
    /// </summary>
    public static ISiloGrain GetOtherSilo(this IGrainFactory grains) =>
        grains.GetGrain<ISiloGrain>(Random.Shared.NextInt64(ISiloGrain.Keys, long.MaxValue));

    /// <summary>What publishes a source to Kafka.</summary>
    public static IKafkaPublisherGrain GetKafkaPublisher(this IGrainFactory grains, KafkaSource source) =>
        grains.GetGrain<IKafkaPublisherGrain>($"{source}");

    /// <summary>Since when the cluster publishes to Kafka.</summary>
    public static IKafkaStartGrain GetKafkaStart(this IGrainFactory grains) => grains.GetGrain<IKafkaStartGrain>("start");

    /// <summary>The simulator of a symbol.</summary>
    public static ISimulatorGrain GetSimulator(this IGrainFactory grains, string symbol) =>
        grains.GetGrain<ISimulatorGrain>(symbol);
}
