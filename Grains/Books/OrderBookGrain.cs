using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using TradingOps.Engine.Actors;
using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Settlement;
using TradingOps.Grains.Breakers;
using TradingOps.Grains.Feeds;
using TradingOps.Grains.Instruments;
using TradingOps.Grains.MarketData;
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
public sealed class OrderBookGrain(MarketServices services, ILogger<OrderBookGrain> logger) : TradingGrain, IOrderBookGrain
{
    private static readonly TimeSpan MaintainEvery = TimeSpan.FromSeconds(1);

    /// <summary>Null while the symbol is unknown.</summary>
    private SymbolMarket? _market;

    /// <inheritdoc/>
    protected override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!services.Catalogue.TryGet(this.GetPrimaryKeyString(), out var instrument)) return;
        var market = _market = await SymbolMarket.OpenAsync(
            instrument, services, GrainFactory, DeactivateOnIdle, DelayDeactivation, logger, cancellationToken);
        this.RegisterGrainTimer(_ => market.Session.MaintainAsync(), new(MaintainEvery, MaintainEvery) { Interleave = true });
        var redeliverEvery = services.Options.Value.RedeliverEvery;
        this.RegisterGrainTimer(Wake, redeliverEvery, redeliverEvery);
        this.RegisterGrainTimer(market.ShowAsync, TimeSpan.Zero, MaintainEvery);
        this.RegisterGrainTimer(market.Clock.WatchAsync, TimeSpan.Zero, MaintainEvery);
        EndWhenSuperseded(market.Log.EndIfSupersededAsync);
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        _market?.CloseAsync(cancellationToken) ?? Task.CompletedTask;

    /// <inheritdoc/>
    public Task<ReportBatch> Place(PlaceOrders orders) => Known().Entry.PlaceAsync(orders);

    /// <inheritdoc/>
    public Task<SubmitResult> Cancel(string orderId, Actor actor) =>
        _market?.CancelReplace.CancelAsync(orderId, actor) ?? Task.FromResult(OrderAnswers.Unknown(orderId));

    /// <inheritdoc/>
    public Task<ImmutableArray<OrderView>> CancelOrders(ImmutableArray<long> numbers, Actor actor, BookReason reason) =>
        Known().CancelReplace.CancelAsync(numbers, actor, reason);

    /// <inheritdoc/>
    public Task<SubmitResult> Replace(ReplaceOrder replacement) =>
        _market?.CancelReplace.ReplaceAsync(replacement) ?? Task.FromResult(OrderAnswers.Unknown(replacement.OrderId));

    /// <inheritdoc/>
    public async Task<BookView?> GetBook(int depth) => _market is null ? null : await _market.Reader.ReadBookAsync(depth);

    /// <inheritdoc/>
    public async Task<MarketFeedPage?> ReadFeed(long? after) => _market is { } m ? await m.Reader.ReadFeedAsync(after) : null;

    /// <inheritdoc/>
    public Task<long> GetSequence(long? past) => _market?.Reader.ReadSequenceAsync(past) ?? Task.FromResult(0L);

    /// <inheritdoc/>
    public Task<MarkView> GetMark() => Known().Reader.ReadMarkAsync();

    /// <inheritdoc/>
    public Task TakePrice(FeedPrice? price) => _market?.Prices.TakeAsync(price) ?? Task.CompletedTask;

    /// <inheritdoc/>
    public Task NoteViewer()
    {
        _market?.Interest.Note();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<bool> IsFollowed(TimeSpan within) => Task.FromResult(_market?.Interest.IsWithin(within) ?? false);

    /// <inheritdoc/>
    public Task<long> LastReportOf(string account) =>
        _market?.Reader.ReadLastReportAsync(account) ?? Task.FromResult(0L);

    /// <inheritdoc/>
    public Task<long> AcknowledgedBy(string account) => Task.FromResult(_market?.Log.Outbox.AcknowledgedBy(account) ?? 0);

    /// <inheritdoc/>
    public Task<BookHash> ComputeHash() => Known().Reader.ComputeHashAsync();

    /// <inheritdoc/>
    public async Task<ClockAnswer?> SetClockBack(string reason, Actor actor) =>
        _market is null ? null : await _market.Clock.SetBackAsync(reason, actor);

    /// <inheritdoc/>
    public async Task Wake()
    {
        if (_market is not null)
        {
            await _market.Session.WakeAsync();
            await _market.Settlement.SettleWhenDueAsync();
            return;
        }
        // The next activation finds the instrument, if it was added in the meantime.
        DeactivateOnIdle();
    }

    /// <inheritdoc/>
    public async Task<PriceAnswer?> EnterPrice(NewOfficialPrice price, Actor actor) =>
        _market is null ? null : await _market.Settlement.EnterAsync(price, actor);

    /// <inheritdoc/>
    public async Task<ImmutableArray<OfficialPriceView>?> ListPrices() =>
        _market is null ? null : await _market.Settlement.ListAsync();

    /// <inheritdoc/>
    public async Task<OfficialPriceView?> FindPrice(DateOnly day, OfficialPriceKind kind) =>
        _market is null ? null : await _market.Settlement.FindAsync(day, kind);

    /// <inheritdoc/>
    public async Task Settle()
    {
        if (_market is null) return;
        await _market.Session.WakeAsync();
        await _market.Settlement.SettleAsync();
    }

    /// <inheritdoc/>
    public Task<ExerciseAnswer?> FindExercise(string account, string reference) =>
        Known().Settlement.FindExerciseAsync(account, reference);

    /// <inheritdoc/>
    public Task<ExerciseAnswer> Exercise(ExerciseOrder order) => Known().Settlement.ExerciseAsync(order);

    /// <inheritdoc/>
    public Task TakeDelivery(string account, ImmutableArray<DeliveryNotice> notices) =>
        Known().Settlement.TakeDeliveryAsync(account, notices);

    /// <inheritdoc/>
    public async Task<BustAnswer?> Bust(BustRequest request, Actor actor) =>
        _market is null ? null : await _market.Corrections.AskAsync(request, actor);

    /// <inheritdoc/>
    public async Task<bool> TryFreeze() => _market is null || await _market.Session.TryFreezeAsync();

    /// <inheritdoc/>
    Task<BreakerView?> IBreakerGrain.GetBreaker() => Task.FromResult(_market?.Breaker.View);

    /// <inheritdoc/>
    Task<BreakerView?> IBreakerGrain.Trip(string reason, string who) => ChangeAsync(b => b.TripAsync(reason, who));

    /// <inheritdoc/>
    Task<BreakerView?> IBreakerGrain.TripToReduce(string reason, string who) =>
        ChangeAsync(b => b.TripToReduceAsync(reason, who));

    /// <inheritdoc/>
    Task<BreakerView?> IBreakerGrain.Kill(string reason, string who) => ChangeAsync(b => b.KillAsync(reason, who));

    /// <inheritdoc/>
    Task<BreakerAnswer?> IBreakerGrain.Reset(string reason, string who) => ChangeAsync(b => b.ResetAsync(reason, who));

    /// <inheritdoc/>
    Task<BreakerAnswer?> IBreakerGrain.Approve(string reason, string who) =>
        ChangeAsync(b => b.ApproveAsync(reason, who));

    /// <inheritdoc/>
    Task<ImmutableArray<BreakerView>> IBreakerGrain.ReadHistory(long? before, int limit) =>
        _market?.Breaker.ReadHistoryAsync(before, limit) ?? Task.FromResult(ImmutableArray<BreakerView>.Empty);

    private async Task<BreakerView?> ChangeAsync(Func<SymbolBreakerControl, Task> change)
    {
        if (_market is null) return null;
        await change(_market.Breaker);
        await _market.Session.MaintainAsync();
        return _market.Breaker.View;
    }

    private async Task<BreakerAnswer?> ChangeAsync(Func<SymbolBreakerControl, Task<BreakerAnswer>> change)
    {
        if (_market is null) return null;
        var answer = await change(_market.Breaker);
        await _market.Session.MaintainAsync();
        return answer with { Breaker = _market.Breaker.View };
    }

    private SymbolMarket Known() => _market ?? throw new TradingUnavailableException(
        TradingError.UnknownSymbol,
        UnknownSymbol.Explain(this.GetPrimaryKeyString(), services.Catalogue.FindNearest(this.GetPrimaryKeyString())));
}
