using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using TradingOps.Engine.Actors;
using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Sessions;
using TradingOps.Engine.Settlement;
using TradingOps.Grains.Breakers;
using TradingOps.Grains.Clocks;
using TradingOps.Grains.Feeds;
using TradingOps.Grains.Instruments;
using TradingOps.Grains.Journaling;
using TradingOps.Grains.Marks;
using TradingOps.Grains.Orders;
using TradingOps.Grains.Settlement;
using TradingOps.Grains.Trades;

namespace TradingOps.Grains.Books;

/// <summary>
/// The market of one symbol: executes commands at once, journals what they caused, and shows it when it is durable.
/// </summary>
/// <remarks>
/// Reentrant, so that commands go on matching while a write is under way and join the next one. The invariant that makes this
/// safe: the market changes in synchronous parts only, in the order of its sequence (<see cref="MarketLog"/>); everything that
/// leaves this grain waits until the sequence that it shows is durable; and once an append fails nothing leaves any more.
/// </remarks>
[Reentrant]
public sealed class OrderBookGrain(
    IJournal journal, IOrderQueries queries, InstrumentCatalogue catalogue, TradingCalendar calendar, MarkCache marks,
    BreakerCache breakers, BreakerServices breakerServices, IOptions<BookOptions> options, BookMetrics metrics,
    TimeProvider clock, ClockState clockState, ILogger<OrderBookGrain> logger)
    : TradingGrain, IOrderBookGrain
{
    private static readonly TimeSpan MaintainEvery = TimeSpan.FromSeconds(1);

    // All are null while the symbol is unknown.
    private MarketLog? _market;
    private SymbolBreakerControl _breaker = null!;
    private MarketSession _session = null!;
    private MarketClock _clock = null!;
    private OrderEntry _entry = null!;
    private OrderCancelReplace _cancelReplace = null!;
    private ContractSettlement _settlement = null!;
    private TradeCorrection _corrections = null!;
    private MarketInterest? _interest;

    /// <inheritdoc/>
    protected override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!catalogue.TryGet(this.GetPrimaryKeyString(), out var instrument)) return;
        var market = new MarketLog(
            instrument, journal, marks, GrainFactory, options.Value, metrics, clock, DeactivateOnIdle, logger);
        _breaker = new(market, calendar, breakers, breakerServices, GrainFactory);
        var sweep = new MarketCancelSweep(market, _breaker, clock);
        _session = new(market, _breaker, sweep, catalogue, calendar, clock, DeactivateOnIdle, DelayDeactivation, logger);
        _clock = new(market, clockState, clock, logger);
        var entering = new EnteringIds();
        _entry = new(market, _session, _clock, _breaker, entering, options.Value, clock);
        _cancelReplace = new(market, _session, _clock, entering, queries, clock);
        _settlement = new(
            market, _session, catalogue, calendar, GrainFactory, breakerServices.Options.TwoPersonReset, clock, logger);
        _corrections = new(market, _session, calendar, journal, breakerServices.Options.TwoPersonReset, clock, logger);
        market.Committed = record =>
        {
            _interest?.Follow(record);
            if (_breaker.Follow(record)) _ = _session.MaintainAsync();
        };
        await market.OpenAsync(cancellationToken);
        _interest = new(market.Market, clock);
        await _breaker.OpenAsync(DeactivateOnIdle, cancellationToken);
        _market = market;
        this.RegisterGrainTimer(_ => _session.MaintainAsync(), new(MaintainEvery, MaintainEvery) { Interleave = true });
        this.RegisterGrainTimer(Wake, options.Value.RedeliverEvery, options.Value.RedeliverEvery);
        this.RegisterGrainTimer(market.ShowAsync, TimeSpan.Zero, MaintainEvery);
        this.RegisterGrainTimer(_clock.WatchAsync, TimeSpan.Zero, MaintainEvery);
        EndWhenSuperseded(market.EndIfSupersededAsync);
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _clock?.Close();
        return _market?.CloseAsync(cancellationToken) ?? Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<ReportBatch> Place(PlaceOrders orders) => Known(_entry).PlaceAsync(orders);

    /// <inheritdoc/>
    public Task<SubmitResult> Cancel(string orderId, Actor actor) =>
        _market is null ? Task.FromResult(OrderAnswers.Unknown(orderId)) : _cancelReplace.CancelAsync(orderId, actor);

    /// <inheritdoc/>
    public Task<ImmutableArray<OrderView>> CancelOrders(ImmutableArray<long> numbers, Actor actor, BookReason reason) =>
        Known(_cancelReplace).CancelAsync(numbers, actor, reason);

    /// <inheritdoc/>
    public Task<SubmitResult> Replace(ReplaceOrder replacement) => _market is null
        ? Task.FromResult(OrderAnswers.Unknown(replacement.OrderId))
        : _cancelReplace.ReplaceAsync(replacement);

    /// <inheritdoc/>
    public async Task<BookView?> GetBook(int depth)
    {
        if (_market is null) return null;
        _interest?.Note();
        _market.ThrowIfFaulted();
        var view = _market.View(Math.Clamp(depth, 1, BookOptions.MaxDepth), _session.Status);
        await _market.UntilDurableAsync();
        return view;
    }

    /// <inheritdoc/>
    public async Task<MarketFeedPage?> ReadFeed(long? after)
    {
        if (_market is null) return null;
        _interest?.Note();
        if (after == _market.Market.Sequence) await _market.Feed.WaitAsync();
        _market.ThrowIfFaulted();
        return await _market.Feed.ReadAsync(
            after, _market.View(MarketFeedPage.Depth, _session.Status), _market.UntilDurableAsync());
    }

    /// <inheritdoc/>
    public async Task<MarkView> GetMark()
    {
        var market = Known(_market)!;
        market.ThrowIfFaulted();
        var (quote, close) = (market.Quote(), market.ToPrice(market.Market.LastClose));
        await market.UntilDurableAsync();
        return new(quote.Bid, quote.Ask, quote.Last, close)
        {
            Price = quote.Price,
            TradedAt = quote.TradedAt,
            IsOpen = quote.IsOpen,
            Official = quote.Official,
            OfficialDay = quote.OfficialDay,
            IsShortRestricted = quote.IsShortRestricted,
        };
    }

    /// <inheritdoc/>
    public Task NoteViewer()
    {
        _interest?.Note();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<bool> IsFollowed(TimeSpan within) => Task.FromResult(_interest?.IsWithin(within) ?? false);

    /// <inheritdoc/>
    public async Task<long> LastReportOf(string account)
    {
        if (_market is null) return 0;
        _market.ThrowIfFaulted();
        var last = _market.Market.LastReportOf(account);
        await _market.UntilDurableAsync();
        return last;
    }

    /// <inheritdoc/>
    public Task<long> AcknowledgedBy(string account) => Task.FromResult(_market?.Outbox.AcknowledgedBy(account) ?? 0);

    /// <inheritdoc/>
    public async Task<BookHash> ComputeHash()
    {
        var market = Known(_market)!;
        market.ThrowIfFaulted();
        var (sequence, hash) = (market.Market.Sequence, market.Market.StateHash());
        await market.UntilDurableAsync();
        return new(market.Market.Symbol, sequence, hash.ToString("x16"));
    }

    /// <inheritdoc/>
    public async Task<ClockAnswer?> SetClockBack(string reason, Actor actor) =>
        _market is null ? null : await _clock.SetBackAsync(reason, actor);

    /// <inheritdoc/>
    public async Task Wake()
    {
        if (_market is not null)
        {
            await _session.WakeAsync();
            await _settlement.SettleWhenDueAsync();
            return;
        }
        // The next activation finds the instrument, if it was added in the meantime.
        DeactivateOnIdle();
    }

    /// <inheritdoc/>
    public async Task<PriceAnswer?> EnterPrice(NewOfficialPrice price, Actor actor) =>
        _market is null ? null : await _settlement.EnterAsync(price, actor);

    /// <inheritdoc/>
    public async Task<ImmutableArray<OfficialPriceView>?> ListPrices() =>
        _market is null ? null : await _settlement.ListAsync();

    /// <inheritdoc/>
    public async Task<OfficialPriceView?> FindPrice(DateOnly day, OfficialPriceKind kind) =>
        _market is null ? null : await _settlement.FindAsync(day, kind);

    /// <inheritdoc/>
    public async Task Settle()
    {
        if (_market is null) return;
        await _session.WakeAsync();
        await _settlement.SettleAsync();
    }

    /// <inheritdoc/>
    public Task<ExerciseAnswer?> FindExercise(string account, string reference) =>
        Known(_settlement).FindExerciseAsync(account, reference);

    /// <inheritdoc/>
    public Task<ExerciseAnswer> Exercise(ExerciseOrder order) => Known(_settlement).ExerciseAsync(order);

    /// <inheritdoc/>
    public Task TakeDelivery(string account, ImmutableArray<DeliveryNotice> notices) =>
        Known(_settlement).TakeDeliveryAsync(account, notices);

    /// <inheritdoc/>
    public async Task<BustAnswer?> Bust(BustRequest request, Actor actor) =>
        _market is null ? null : await _corrections.AskAsync(request, actor);

    /// <inheritdoc/>
    public async Task<bool> TryFreeze() => _market is null || await _session.TryFreezeAsync();

    /// <inheritdoc/>
    Task<BreakerView?> IBreakerGrain.GetBreaker() => Task.FromResult(_market is null ? null : _breaker.View);

    /// <inheritdoc/>
    Task<BreakerView?> IBreakerGrain.Trip(string reason, string who) => ChangeAsync(() => _breaker.TripAsync(reason, who));

    /// <inheritdoc/>
    Task<BreakerView?> IBreakerGrain.TripToReduce(string reason, string who) =>
        ChangeAsync(() => _breaker.TripToReduceAsync(reason, who));

    /// <inheritdoc/>
    Task<BreakerView?> IBreakerGrain.Kill(string reason, string who) => ChangeAsync(() => _breaker.KillAsync(reason, who));

    /// <inheritdoc/>
    Task<BreakerAnswer?> IBreakerGrain.Reset(string reason, string who) => ChangeAsync(() => _breaker.ResetAsync(reason, who));

    /// <inheritdoc/>
    Task<BreakerAnswer?> IBreakerGrain.Approve(string reason, string who) =>
        ChangeAsync(() => _breaker.ApproveAsync(reason, who));

    /// <inheritdoc/>
    Task<ImmutableArray<BreakerView>> IBreakerGrain.ReadHistory(long? before, int limit) => _market is null
        ? Task.FromResult(ImmutableArray<BreakerView>.Empty)
        : _breaker.ReadHistoryAsync(before, limit);

    private async Task<BreakerView?> ChangeAsync(Func<Task> change)
    {
        if (_market is null) return null;
        await change();
        await _session.MaintainAsync();
        return _breaker.View;
    }

    private async Task<BreakerAnswer?> ChangeAsync(Func<Task<BreakerAnswer>> change)
    {
        if (_market is null) return null;
        var answer = await change();
        await _session.MaintainAsync();
        return answer with { Breaker = _breaker.View };
    }

    private T Known<T>(T part) => _market is not null ? part : throw new TradingUnavailableException(
        TradingError.UnknownSymbol,
        UnknownSymbol.Explain(this.GetPrimaryKeyString(), catalogue.FindNearest(this.GetPrimaryKeyString())));
}
