using Microsoft.Extensions.Logging;
using TradingOps.Engine.Risk;
using TradingOps.Grains.Feeds;

namespace TradingOps.Grains.Accounts;

/// <summary>The parts of one account, and how they are joined. Used within one grain's turns only.</summary>
internal sealed class TradingAccount
{
    private static readonly TimeSpan PriceMustLast = TimeSpan.FromSeconds(2);

    private TradingAccount(
        AccountLog log, FeedSignal changed, AccountServices services, IGrainFactory grains, Action deactivate, ILogger logger)
    {
        var (journal, queries, catalogue, calendar) = (services.Journal, services.Queries, services.Catalogue, services.Calendar);
        var (marks, breakers, options, clock) = (services.Marks, services.Breakers, services.Options.Value, services.Clock);
        var (id, account) = (log.Account.Id, log.Account);
        Log = log;
        Feed = new(account, catalogue, journal, changed);
        ClientOrderIds = new(id, queries);
        var valuation = new AccountValuation(account, catalogue, marks);
        var markReader = new MarkReader(id, valuation, marks, grains, clock, logger);
        var cancels = new OrderCancels(grains);
        var samples = new EquitySamples(PriceMustLast);
        Breaker = new(
            log, valuation, samples, markReader, breakers, services.BreakerServices, catalogue, cancels, grains, logger);
        var groups = new GroupBounds(account, services.Limits);
        var admission = new OrderAdmission(account, valuation, marks, catalogue, calendar, Breaker, groups, clock);
        var inFlight = new InFlightOrders(account, Feed, grains, clock, logger);
        Administration = new(log, valuation, markReader, options, breakers, services.Incidents, grains, clock, logger);
        Gate = new(
            log, Administration, inFlight, admission, Breaker, markReader, Feed, ClientOrderIds, queries, catalogue,
            services.Metrics, grains, clock, logger);
        Closer = new(account, Gate, inFlight, queries, catalogue);
        Amendments = new(
            account, admission, inFlight, Breaker, markReader, Feed, cancels, ClientOrderIds, queries, catalogue, grains);
        WhatIf = new(log, admission, valuation, markReader, marks, catalogue, clock);
        Flattener = new(log, Amendments, Closer, admission, marks, catalogue);
        Options = new(log, Feed, valuation, markReader, catalogue, grains, clock);
        Statements = new(log, valuation, markReader);
        Deliveries = new(account, Feed, grains, logger);
        Reader = new(log, Feed, valuation, markReader, marks, catalogue, Breaker, changed, grains, clock);
        Reporter = new(
            log, Feed, Reader, valuation, samples, markReader, admission, Administration, groups, services.Firm, clock);
        Duplicates = new(log, queries, grains, deactivate, logger);
    }

    /// <summary>Its state, and the journal of it.</summary>
    public AccountLog Log { get; }

    /// <summary>The reports of the markets.</summary>
    public ReportFeed Feed { get; }

    /// <summary>New orders.</summary>
    public OrderGate Gate { get; }

    /// <summary>Changes and cancels of orders.</summary>
    public OrderAmendments Amendments { get; }

    /// <summary>What an order would do.</summary>
    public WhatIfCheck WhatIf { get; }

    /// <summary>Closes one position.</summary>
    public PositionCloser Closer { get; }

    /// <summary>Closes all of them.</summary>
    public Flattener Flattener { get; }

    /// <summary>Instructions for options.</summary>
    public OptionInstructions Options { get; }

    /// <summary>Shares that options moved, on their way to the market of the shares.</summary>
    public DeliverySender Deliveries { get; }

    /// <summary>A statement for each day.</summary>
    public DayStatements Statements { get; }

    /// <summary>Its circuit breaker.</summary>
    public AccountBreakerControl Breaker { get; }

    /// <summary>Settings, cash and days.</summary>
    public AccountAdministration Administration { get; }

    /// <summary>What its readers see.</summary>
    public AccountReader Reader { get; }

    /// <summary>Its reports to the firm.</summary>
    public FirmReporter Reporter { get; }

    /// <summary>The ids that its orders were sent with.</summary>
    public ClientOrderIds ClientOrderIds { get; }

    /// <summary>Looks for another activation.</summary>
    public DuplicateCheck Duplicates { get; }

    /// <summary>
    /// Restores an account from its journal, and catches up with the markets. <see cref="TradingUnavailableException"/> if the
    /// journal cannot be read.
    /// </summary>
    /// <param name="id">The account.</param>
    /// <param name="services">What it needs of its silo.</param>
    /// <param name="grains">The other grains.</param>
    /// <param name="deactivate">Ends the activation.</param>
    /// <param name="logger">For what happens to it.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<TradingAccount> OpenAsync(
        string id, AccountServices services, IGrainFactory grains, Action deactivate, ILogger logger,
        CancellationToken cancellationToken)
    {
        var changed = new FeedSignal(services.Clock);
        var log = await AccountLog.OpenAsync(
            id, services.Options.Value.Days, services.Journal, changed, services.Clock, deactivate, logger, cancellationToken);
        var account = new TradingAccount(log, changed, services, grains, deactivate, logger);
        var symbols = await services.Queries.ListSymbolsAsync(id, cancellationToken);
        // From the journal, not from the markets: they may be waiting for this very account.
        foreach (var symbol in symbols.Union(log.Account.Cursors.Keys))
            await account.Feed.CatchUpAsync(symbol, cancellationToken);
        await account.Breaker.OpenAsync(deactivate, cancellationToken);
        return account;
    }
}
