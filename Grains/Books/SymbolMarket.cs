using Microsoft.Extensions.Logging;
using TradingOps.Engine.Instruments;

namespace TradingOps.Grains.Books;

/// <summary>The parts of the market of one symbol, and how they are joined. Used within one grain's turns only.</summary>
internal sealed class SymbolMarket
{
    private SymbolMarket(
        Instrument instrument, MarketServices services, IGrainFactory grains, Action deactivate,
        Action<TimeSpan> delayDeactivation, ILogger logger)
    {
        var (calendar, clock, options) = (services.Calendar, services.Clock, services.Options.Value);
        var needsTwo = services.BreakerServices.Options.TwoPersonReset;
        Log = new(
            instrument, services.Journal, services.Marks, services.Fed, grains, options, services.Metrics, clock, deactivate,
            logger);
        Breaker = new(Log, calendar, services.Breakers, services.BreakerServices, grains);
        var sweep = new MarketCancelSweep(Log, Breaker, clock);
        Session = new(Log, Breaker, sweep, services.Catalogue, calendar, clock, deactivate, delayDeactivation, logger);
        Clock = new(Log, services.ClockState, clock, logger);
        var entering = new EnteringIds();
        Entry = new(Log, Session, Clock, Breaker, entering, options, clock);
        CancelReplace = new(Log, Session, Clock, entering, services.Queries, clock);
        Settlement = new(Log, Session, services.Catalogue, calendar, grains, needsTwo, clock, logger);
        Prices = new(Log, grains);
        Corrections = new(Log, Session, calendar, services.Journal, needsTwo, clock, logger);
    }

    /// <summary>Its state, and the journal of it.</summary>
    public MarketLog Log { get; }

    /// <summary>Its circuit breaker.</summary>
    public SymbolBreakerControl Breaker { get; }

    /// <summary>Its session.</summary>
    public MarketSession Session { get; }

    /// <summary>Its time.</summary>
    public MarketClock Clock { get; }

    /// <summary>New orders.</summary>
    public OrderEntry Entry { get; }

    /// <summary>Cancels and changes of orders.</summary>
    public OrderCancelReplace CancelReplace { get; }

    /// <summary>Official prices, exercise and settlement.</summary>
    public ContractSettlement Settlement { get; }

    /// <summary>Trades that are busted or corrected.</summary>
    public TradeCorrection Corrections { get; }

    /// <summary>Its prices, as others see them.</summary>
    public MarketPrices Prices { get; }

    /// <summary>Who follows it.</summary>
    public MarketInterest Interest { get; private set; } = null!;

    /// <summary>What its readers see.</summary>
    public MarketReader Reader { get; private set; } = null!;

    /// <summary>
    /// Restores a market from its journal. <see cref="TradingUnavailableException"/> if that cannot be read.
    /// </summary>
    /// <param name="instrument">What is traded.</param>
    /// <param name="services">What it needs of its silo.</param>
    /// <param name="grains">The other grains.</param>
    /// <param name="deactivate">Ends the activation.</param>
    /// <param name="delayDeactivation">Keeps it awake.</param>
    /// <param name="logger">For what happens to it.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<SymbolMarket> OpenAsync(
        Instrument instrument, MarketServices services, IGrainFactory grains, Action deactivate,
        Action<TimeSpan> delayDeactivation, ILogger logger, CancellationToken cancellationToken)
    {
        var market = new SymbolMarket(instrument, services, grains, deactivate, delayDeactivation, logger);
        market.Log.Committed = record =>
        {
            market.Interest?.Follow(record);
            market.Prices.Follow(record);
            if (market.Breaker.Follow(record)) _ = market.Session.MaintainAsync();
        };
        await market.Log.OpenAsync(cancellationToken);
        market.Interest = new(market.Log.Market, services.Clock);
        market.Reader = new(market.Log, market.Session, market.Interest);
        await market.Breaker.OpenAsync(deactivate, cancellationToken);
        return market;
    }

    /// <summary>Saves what the next activation begins with.</summary>
    public Task CloseAsync(CancellationToken cancellationToken)
    {
        Clock.Close();
        return Log.CloseAsync(cancellationToken);
    }

    /// <summary>Shows the market in the metrics, and to the market data of its symbol.</summary>
    public Task ShowAsync() => Task.WhenAll(Log.ShowAsync(), Prices.ShareAsync());
}
