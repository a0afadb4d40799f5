using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Actors;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Risk;
using TradingOps.Engine.Sessions;
using TradingOps.Grains.Audit;
using TradingOps.Grains.Books;
using TradingOps.Grains.Breakers;
using TradingOps.Grains.Feeds;
using TradingOps.Grains.Firm;
using TradingOps.Grains.Incidents;
using TradingOps.Grains.Journaling;
using TradingOps.Grains.Marks;
using TradingOps.Grains.Orders;
using TradingOps.Grains.Risk;
using TradingOps.Grains.Settlement;

namespace TradingOps.Grains.Accounts;

/// <summary>The pre-trade gate and the positions of one account.</summary>
/// <remarks>
/// Reentrant, so that many orders are in flight at once. The invariant that makes this safe: check and reserve happen in one
/// turn without an await in between (<see cref="OrderGate"/>), reports are applied by number (<see cref="ReportFeed"/>), and a
/// record of the account's own stream takes effect only when it is durable (<see cref="AccountLog"/>).
/// </remarks>
[Reentrant]
public sealed class AccountGrain(
    IJournal journal, IOrderQueries queries, InstrumentCatalogue catalogue, TradingCalendar calendar, MarkCache marks,
    BreakerCache breakers, GroupLimitCache limits, BreakerServices breakerServices, IOptions<AccountOptions> options,
    AccountMetrics metrics, FirmOutbox firm, IncidentOutbox incidents, TimeProvider clock, ILogger<AccountGrain> logger)
    : TradingGrain, IAccountGrain
{
    private static readonly TimeSpan ReportEvery = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan MaintainEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan PriceMustLast = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan StaysAwake = TimeSpan.FromMinutes(5);

    /// <summary>
    /// By then no order that an earlier activation has sent is in flight any more: it was taken in time, and a slow database has
    /// stored it.
    /// </summary>
    private static readonly TimeSpan ReadIdsAfter = 6 * InFlightOrders.PlaceTimeout;

    private AccountLog _log = null!;
    private ReportFeed _feed = null!;
    private OrderGate _gate = null!;
    private OrderAmendments _amendments = null!;
    private WhatIfCheck _whatIf = null!;
    private PositionCloser _closer = null!;
    private Flattener _flattener = null!;
    private OptionInstructions _options = null!;
    private DeliverySender _deliveries = null!;
    private DayStatements _statements = null!;
    private AccountBreakerControl _breaker = null!;
    private AccountAdministration _administration = null!;
    private AccountReader _reader = null!;
    private FirmReporter _reporter = null!;

    private Account Account => _log.Account;

    /// <inheritdoc/>
    protected override async Task StartAsync(CancellationToken cancellationToken)
    {
        var id = this.GetPrimaryKeyString();
        var changed = new FeedSignal(clock);
        _log = await AccountLog.OpenAsync(
            id, options.Value.Days, journal, changed, clock, DeactivateOnIdle, logger, cancellationToken);
        _feed = new(Account, catalogue, journal, changed);
        var valuation = new AccountValuation(Account, catalogue, marks);
        var markReader = new MarkReader(id, valuation, marks, GrainFactory, clock, logger);
        var cancels = new OrderCancels(GrainFactory);
        var samples = new EquitySamples(PriceMustLast);
        _breaker = new(_log, valuation, samples, markReader, breakers, breakerServices, catalogue, cancels, GrainFactory, logger);
        var groups = new GroupBounds(Account, limits);
        var admission = new OrderAdmission(Account, valuation, marks, catalogue, calendar, _breaker, groups, clock);
        var inFlight = new InFlightOrders(Account, _feed, GrainFactory, clock, logger);
        var clientOrderIds = new ClientOrderIds(id, queries);
        _administration = new(_log, valuation, markReader, options.Value, breakers, incidents, GrainFactory, clock, logger);
        _gate = new(
            _log, _administration, inFlight, admission, _breaker, markReader, _feed, clientOrderIds, queries, catalogue, metrics,
            GrainFactory, clock, logger);
        _closer = new(Account, _gate, inFlight, queries, catalogue);
        _amendments = new(
            Account, admission, inFlight, _breaker, markReader, _feed, cancels, clientOrderIds, queries, catalogue, GrainFactory);
        _whatIf = new(_log, admission, valuation, markReader, marks, catalogue, clock);
        _flattener = new(_log, _amendments, _closer, admission, marks, catalogue);
        _options = new(_log, _feed, valuation, markReader, catalogue, GrainFactory, clock);
        _statements = new(_log, valuation, markReader);
        _deliveries = new(Account, _feed, GrainFactory, logger);
        _reader = new(_log, _feed, valuation, markReader, marks, catalogue, _breaker, changed, GrainFactory, clock);
        _reporter = new(_log, _feed, _reader, valuation, samples, markReader, admission, _administration, groups, firm, clock);

        var symbols = await queries.ListSymbolsAsync(id, cancellationToken);
        // From the journal, not from the markets: they may be waiting for this very account.
        foreach (var symbol in symbols.Union(Account.Cursors.Keys)) await _feed.CatchUpAsync(symbol, cancellationToken);
        await _breaker.OpenAsync(DeactivateOnIdle, cancellationToken);
        this.RegisterGrainTimer(_ => _reporter.ReportAsync(), ReportEvery, ReportEvery);
        this.RegisterGrainTimer(MaintainAsync, new() { DueTime = MaintainEvery, Period = MaintainEvery, Interleave = true });
        this.RegisterGrainTimer(CheckpointAsync, options.Value.CheckpointEvery, options.Value.CheckpointEvery);
        var duplicates = new DuplicateCheck(_log, queries, GrainFactory, DeactivateOnIdle, logger);
        this.RegisterGrainTimer(duplicates.RunAsync, new() { DueTime = CheckEvery, Period = CheckEvery, Interleave = true });
        IGrainTimer? reading = null;
        reading = this.RegisterGrainTimer(
            async stopping =>
            {
                if (await clientOrderIds.TryReadStoredAsync(logger, stopping)) reading?.Dispose();
            },
            new() { DueTime = ReadIdsAfter, Period = ReadIdsAfter, Interleave = true });
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        CheckpointAsync(cancellationToken);

    /// <inheritdoc/>
    public Task Open(OpenAccount request, Actor actor) => _administration.OpenAsync(request, actor);

    /// <inheritdoc/>
    public async Task<ChangeResult> Change(ChangeAccount request, Actor actor)
    {
        if (await _administration.ChangeAsync(request, actor) is { } refusal) return new(null, refusal.Code, refusal.Detail);
        if (await _reporter.ReadAsync() is { } report) await GrainFactory.GetFirm().Report([report]);
        return new(await _reader.ReadAccountAsync());
    }

    /// <inheritdoc/>
    public Task<CashMove> MoveCash(decimal amount, string reference, Actor actor) =>
        _administration.MoveCashAsync(amount, reference, actor);

    /// <inheritdoc/>
    public Task<bool> Locate(string symbol, decimal quantity, string reason, Actor actor) =>
        _administration.LocateAsync(new(symbol, quantity), reason, actor);

    /// <inheritdoc/>
    public Task<ImmutableArray<DayStatement>?> ListStatements(long? before, int limit) => _statements.ListAsync(before, limit);

    /// <inheritdoc/>
    public async Task<AccountView?> StartDay(string reason, Actor actor)
    {
        // Reads the marks before the day begins at them.
        if (await _reader.ReadAccountAsync() is null) return null;
        await _administration.StartDayAsync(actor, reason);
        return await _reader.ReadAccountAsync();
    }

    /// <inheritdoc/>
    public Task<AccountSettings?> GetSettings() => Task.FromResult(_administration.GetSettings());

    /// <inheritdoc/>
    public async Task<SubmitResult> SubmitOrder(OrderRequest request, Actor actor) =>
        Available((await _gate.SubmitAsync([request], actor))[0]);

    /// <inheritdoc/>
    public Task<WhatIfResult?> TryOrder(OrderRequest request) => _whatIf.TryAsync(request);

    /// <inheritdoc/>
    public async Task<SubmitResult> ClosePosition(ClosePosition request, Actor actor) =>
        Available(await _closer.CloseAsync(request, actor));

    /// <inheritdoc/>
    public Task<FlattenResult?> Flatten(string? symbol, Actor actor) => _flattener.FlattenAsync(symbol, actor);

    /// <inheritdoc/>
    public Task<ExerciseAnswer?> Exercise(ExerciseRequest request, Actor actor) => _options.TakeAsync(request, actor);

    /// <inheritdoc/>
    public Task<ImmutableArray<SubmitResult>> SubmitOrders(ImmutableArray<OrderRequest> requests, Actor actor) =>
        _gate.SubmitAsync(requests, actor);

    /// <inheritdoc/>
    public Task<SubmitResult> AmendOrder(string orderId, OrderAmendment amendment, Actor actor) =>
        _amendments.AmendAsync(orderId, amendment, actor);

    /// <inheritdoc/>
    public async Task<ImmutableArray<OrderView>?> CancelOrders(string? symbol, Actor actor) =>
        _log.IsOpened ? await _amendments.CancelAsync(symbol, actor) : null;

    /// <inheritdoc/>
    public async Task<long> Deliver(ReportBatch batch)
    {
        var last = await _feed.ApplyAsync(batch);
        _deliveries.Send();
        _breaker.MaintainSoon();
        return last;
    }

    /// <inheritdoc/>
    public Task<AccountView?> GetAccount() => _reader.ReadAccountAsync();

    /// <inheritdoc/>
    public Task<ImmutableArray<PositionView>?> GetPositions() => _reader.ReadPositionsAsync();

    /// <inheritdoc/>
    public Task<ImmutableArray<string>> ListOpenOrders(string symbol) => Task.FromResult(_reader.ListOpenOrders(symbol));

    /// <inheritdoc/>
    public Task<AccountFeedPage> ReadFeed(AccountCursor? after) => _reader.ReadFeedAsync(after);

    /// <inheritdoc/>
    public Task<AccountReport?> GetReport() => _reporter.ReadAsync();

    /// <inheritdoc/>
    public Task<AccountStatement?> GetStatement() =>
        Task.FromResult(_log.IsOpened ? AccountStatements.Of(Account, catalogue) : null);

    /// <inheritdoc/>
    public Task<int> CancelForBreakers() => _breaker.TryCancelAsync();

    /// <inheritdoc/>
    Task<BreakerView?> IBreakerGrain.GetBreaker() => Task.FromResult(_breaker.View);

    /// <inheritdoc/>
    Task<BreakerView?> IBreakerGrain.Trip(string reason, string who) => _breaker.TripAsync(reason, who);

    /// <inheritdoc/>
    Task<BreakerView?> IBreakerGrain.TripToReduce(string reason, string who) => _breaker.TripToReduceAsync(reason, who);

    /// <inheritdoc/>
    Task<BreakerView?> IBreakerGrain.Kill(string reason, string who) => _breaker.KillAsync(reason, who);

    /// <inheritdoc/>
    Task<BreakerAnswer?> IBreakerGrain.Reset(string reason, string who) => _breaker.ResetAsync(reason, who);

    /// <inheritdoc/>
    Task<BreakerAnswer?> IBreakerGrain.Approve(string reason, string who) => _breaker.ApproveAsync(reason, who);

    /// <inheritdoc/>
    Task<ImmutableArray<BreakerView>> IBreakerGrain.ReadHistory(long? before, int limit) =>
        _breaker.ReadHistoryAsync(before, limit);

    private static SubmitResult Available(SubmitResult result) => result.Outcome != SubmitOutcome.Unavailable
        ? result
        : throw new TradingUnavailableException(result.Code!.Value, result.Detail!);

    private Task MaintainAsync(CancellationToken cancellationToken)
    {
        if (Account.OpenOrders.Count > 0 || Account.Positions.Any(p => p.Quantity != 0)) DelayDeactivation(StaysAwake);
        _deliveries.Send();
        return _breaker.MaintainAsync();
    }

    private Task CheckpointAsync(CancellationToken cancellationToken) => _log.CheckpointAsync(_feed.Progress, cancellationToken);
}
