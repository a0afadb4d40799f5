using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using TradingOps.Engine.Actors;
using TradingOps.Grains.Audit;
using TradingOps.Grains.Books;
using TradingOps.Grains.Breakers;
using TradingOps.Grains.Feeds;
using TradingOps.Grains.Firm;
using TradingOps.Grains.Orders;
using TradingOps.Grains.Settlement;

namespace TradingOps.Grains.Accounts;

/// <summary>The pre-trade gate and the positions of one account.</summary>
/// <remarks>
/// Reentrant, so that many orders are in flight at once. The invariant that makes this safe: check and reserve happen in one
/// turn without an await in between (<see cref="OrderGate"/>), reports are applied by number (<see cref="ReportFeed"/>), and a
/// record of the account's own stream takes effect only when it is durable (<see cref="AccountLog"/>).
/// </remarks>
[Reentrant]
public sealed class AccountGrain(AccountServices services, ILogger<AccountGrain> logger) : TradingGrain, IAccountGrain
{
    private static readonly TimeSpan ReportEvery = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan MaintainEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan StaysAwake = TimeSpan.FromMinutes(5);

    /// <summary>
    /// By then no order that an earlier activation has sent is in flight any more: it was taken in time, and a slow database has
    /// stored it.
    /// </summary>
    private static readonly TimeSpan ReadIdsAfter = 6 * InFlightOrders.PlaceTimeout;

    private TradingAccount _account = null!;

    /// <inheritdoc/>
    protected override async Task StartAsync(CancellationToken cancellationToken)
    {
        var account = _account = await TradingAccount.OpenAsync(
            this.GetPrimaryKeyString(), services, GrainFactory, DeactivateOnIdle, logger, cancellationToken);
        this.RegisterGrainTimer(_ => account.Reporter.ReportAsync(), ReportEvery, ReportEvery);
        this.RegisterGrainTimer(MaintainAsync, new() { DueTime = MaintainEvery, Period = MaintainEvery, Interleave = true });
        var checkpointEvery = services.Options.Value.CheckpointEvery;
        this.RegisterGrainTimer(CheckpointAsync, checkpointEvery, checkpointEvery);
        this.RegisterGrainTimer(
            account.Duplicates.RunAsync, new() { DueTime = CheckEvery, Period = CheckEvery, Interleave = true });
        IGrainTimer? reading = null;
        reading = this.RegisterGrainTimer(
            async stopping =>
            {
                if (await account.ClientOrderIds.TryReadStoredAsync(logger, stopping)) reading?.Dispose();
            },
            new() { DueTime = ReadIdsAfter, Period = ReadIdsAfter, Interleave = true });
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        // It may have failed to start.
        _account is null ? Task.CompletedTask : CheckpointAsync(cancellationToken);

    /// <inheritdoc/>
    public Task Open(OpenAccount request, Actor actor) => _account.Administration.OpenAsync(request, actor);

    /// <inheritdoc/>
    public async Task<ChangeResult> Change(ChangeAccount request, Actor actor)
    {
        if (await _account.Administration.ChangeAsync(request, actor) is { } refusal)
            return new(null, refusal.Code, refusal.Detail);
        if (await _account.Reporter.ReadAsync() is { } report) await GrainFactory.GetFirm().Report([report]);
        return new(await _account.Reader.ReadAccountAsync());
    }

    /// <inheritdoc/>
    public Task<CashMove> MoveCash(decimal amount, string reference, Actor actor) =>
        _account.Administration.MoveCashAsync(amount, reference, actor);

    /// <inheritdoc/>
    public Task<bool> Locate(string symbol, decimal quantity, string reason, Actor actor) =>
        _account.Administration.LocateAsync(new(symbol, quantity), reason, actor);

    /// <inheritdoc/>
    public Task<ImmutableArray<DayStatement>?> ListStatements(long? before, int limit) =>
        _account.Statements.ListAsync(before, limit);

    /// <inheritdoc/>
    public async Task<AccountView?> StartDay(string reason, Actor actor)
    {
        // Reads the marks before the day begins at them.
        if (await _account.Reader.ReadAccountAsync() is null) return null;
        await _account.Administration.StartDayAsync(actor, reason);
        return await _account.Reader.ReadAccountAsync();
    }

    /// <inheritdoc/>
    public Task<AccountSettings?> GetSettings() => Task.FromResult(_account.Administration.GetSettings());

    /// <inheritdoc/>
    public async Task<SubmitResult> SubmitOrder(OrderRequest request, Actor actor) =>
        Available((await _account.Gate.SubmitAsync([request], actor))[0]);

    /// <inheritdoc/>
    public Task<WhatIfResult?> TryOrder(OrderRequest request) => _account.WhatIf.TryAsync(request);

    /// <inheritdoc/>
    public async Task<SubmitResult> ClosePosition(ClosePosition request, Actor actor) =>
        Available(await _account.Closer.CloseAsync(request, actor));

    /// <inheritdoc/>
    public Task<FlattenResult?> Flatten(string? symbol, Actor actor) => _account.Flattener.FlattenAsync(symbol, actor);

    /// <inheritdoc/>
    public Task<ExerciseAnswer?> Exercise(ExerciseRequest request, Actor actor) => _account.Options.TakeAsync(request, actor);

    /// <inheritdoc/>
    public Task<ImmutableArray<SubmitResult>> SubmitOrders(ImmutableArray<OrderRequest> requests, Actor actor) =>
        _account.Gate.SubmitAsync(requests, actor);

    /// <inheritdoc/>
    public Task<SubmitResult> AmendOrder(string orderId, OrderAmendment amendment, Actor actor) =>
        _account.Amendments.AmendAsync(orderId, amendment, actor);

    /// <inheritdoc/>
    public async Task<ImmutableArray<OrderView>?> CancelOrders(string? symbol, Actor actor) =>
        _account.Log.IsOpened ? await _account.Amendments.CancelAsync(symbol, actor) : null;

    /// <inheritdoc/>
    public async Task<long> Deliver(ReportBatch batch)
    {
        var last = await _account.Feed.ApplyAsync(batch);
        _account.Deliveries.Send();
        _account.Breaker.MaintainSoon();
        return last;
    }

    /// <inheritdoc/>
    public Task<AccountView?> GetAccount() => _account.Reader.ReadAccountAsync();

    /// <inheritdoc/>
    public Task<ImmutableArray<PositionView>?> GetPositions() => _account.Reader.ReadPositionsAsync();

    /// <inheritdoc/>
    public Task<ImmutableArray<string>> ListOpenOrders(string symbol) => Task.FromResult(_account.Reader.ListOpenOrders(symbol));

    /// <inheritdoc/>
    public Task<AccountFeedPage> ReadFeed(AccountCursor? after) => _account.Reader.ReadFeedAsync(after);

    /// <inheritdoc/>
    public Task<AccountReport?> GetReport() => _account.Reporter.ReadAsync();

    /// <inheritdoc/>
    public Task<AccountStatement?> GetStatement() =>
        Task.FromResult(_account.Log.IsOpened ? AccountStatements.Of(_account.Log.Account, services.Catalogue) : null);

    /// <inheritdoc/>
    public Task<int> CancelForBreakers() => _account.Breaker.TryCancelAsync();

    /// <inheritdoc/>
    Task<BreakerView?> IBreakerGrain.GetBreaker() => Task.FromResult(_account.Breaker.View);

    /// <inheritdoc/>
    Task<BreakerView?> IBreakerGrain.Trip(string reason, string who) => _account.Breaker.TripAsync(reason, who);

    /// <inheritdoc/>
    Task<BreakerView?> IBreakerGrain.TripToReduce(string reason, string who) => _account.Breaker.TripToReduceAsync(reason, who);

    /// <inheritdoc/>
    Task<BreakerView?> IBreakerGrain.Kill(string reason, string who) => _account.Breaker.KillAsync(reason, who);

    /// <inheritdoc/>
    Task<BreakerAnswer?> IBreakerGrain.Reset(string reason, string who) => _account.Breaker.ResetAsync(reason, who);

    /// <inheritdoc/>
    Task<BreakerAnswer?> IBreakerGrain.Approve(string reason, string who) => _account.Breaker.ApproveAsync(reason, who);

    /// <inheritdoc/>
    Task<ImmutableArray<BreakerView>> IBreakerGrain.ReadHistory(long? before, int limit) =>
        _account.Breaker.ReadHistoryAsync(before, limit);

    private static SubmitResult Available(SubmitResult result) => result.Outcome != SubmitOutcome.Unavailable
        ? result
        : throw new TradingUnavailableException(result.Code!.Value, result.Detail!);

    private Task MaintainAsync(CancellationToken cancellationToken)
    {
        var account = _account.Log.Account;
        if (account.OpenOrders.Count > 0 || account.Positions.Any(p => p.Quantity != 0)) DelayDeactivation(StaysAwake);
        _account.Deliveries.Send();
        return _account.Breaker.MaintainAsync();
    }

    private Task CheckpointAsync(CancellationToken cancellationToken) =>
        _account.Log.CheckpointAsync(_account.Feed.Progress, cancellationToken);
}
