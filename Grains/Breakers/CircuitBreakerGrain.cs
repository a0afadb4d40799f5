using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using TradingOps.Engine.Breakers;
using TradingOps.Engine.Instruments;
using TradingOps.Grains.Journaling;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Breakers;

/// <summary>
/// The breaker of the firm, and the roll of all breakers. A change is stored first, then every silo hears of it, and only then is
/// whoever asked answered.
/// </summary>
/// <remarks>
/// Reentrant, so that silos are answered while a change is on its way to all of them. The invariant that makes this safe: the
/// breaker changes in <see cref="BreakerKeeper"/> only, one change at a time.
/// </remarks>
[Reentrant]
public sealed class CircuitBreakerGrain(
    BreakerServices services, IOrderQueries orders, InstrumentCatalogue catalogue, ILogger<CircuitBreakerGrain> logger)
    : TradingGrain, ICircuitBreakerGrain
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly FirmBreaker _breaker = new(services.Options.Firm, services.Options.Probation);
    private BreakerKeeper _keeper = null!;
    private RollCall _roll = null!;
    private SiloWatchers _watchers = null!;
    private FirmSweep _sweep = null!;
    private FirmGauges _gauges = null!;
    private Task _looking = Task.CompletedTask;
    private Task _asking = Task.CompletedTask;
    private bool _isDue;

    /// <inheritdoc/>
    protected override async Task StartAsync(CancellationToken cancellationToken)
    {
        _roll = new(services.Journal, GrainFactory);
        _watchers = new(services.Clock, logger);
        _sweep = new(orders, GrainFactory, logger);
        _gauges = new(GrainFactory, catalogue, services, logger);
        try
        {
            _keeper = await BreakerKeeper.OpenAsync(
                BreakerScope.Firm, _breaker, services, TellAsync, DeactivateOnIdle, cancellationToken);
        }
        catch (JournalException e)
        {
            throw new TradingUnavailableException(
                TradingUnavailableException.JournalUnavailable, $"the journal of the firm's breaker cannot be read: {e.Message}");
        }
        this.RegisterGrainTimer(
            _ => Look(), new() { DueTime = TimeSpan.Zero, Period = LookEvery, KeepAlive = true, Interleave = true });
    }

    /// <inheritdoc/>
    public Task<BreakerView?> GetBreaker() => Task.FromResult<BreakerView?>(_keeper.View);

    /// <inheritdoc/>
    public async Task<BreakerView?> Trip(string reason, string who) => await _keeper.TripAsync(reason, who);

    /// <inheritdoc/>
    public async Task<BreakerView?> Kill(string reason, string who) => await _keeper.KillAsync(reason, who);

    /// <inheritdoc/>
    public async Task<BreakerAnswer?> Reset(string reason, string who) => await _keeper.ResetAsync(reason, who);

    /// <inheritdoc/>
    public async Task<BreakerAnswer?> Approve(string reason, string who) => await _keeper.ApproveAsync(reason, who);

    /// <inheritdoc/>
    public Task<ImmutableArray<BreakerView>> ReadHistory(long? before, int limit) => _keeper.ReadHistoryAsync(before, limit);

    /// <inheritdoc/>
    public Task<BreakerRoll> Watch(IBreakerObserver observer)
    {
        _watchers.Renew(observer);
        return Task.FromResult(Roll());
    }

    /// <inheritdoc/>
    public Task Report(BreakerView breaker)
    {
        var symbols = _roll.Symbols;
        if (_roll.Take(breaker) && symbols != _roll.Symbols) _ = _watchers.TellAsync(Roll());
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<BreakerView>> ListBreakers() => Task.FromResult<ImmutableArray<BreakerView>>(
        [_keeper.View, .. _roll.All.Take(IBreakerGrain.MaxHistory)]);

    private Task TellAsync(BreakerView _) => _watchers.TellAsync(Roll());

    private BreakerRoll Roll() => new(
        _keeper.View, _keeper.Resting == RestingOrders.CancelAll, _keeper.Resting == RestingOrders.CancelIncreasing,
        _roll.Symbols, [new(BreakerKind.Firm.ToCode(), _keeper.View.State, 1), .. _roll.Counts]);

    /// <inheritdoc/>
    public Task Look()
    {
        // A look may take longer than the time between two: then one more follows it.
        _isDue = true;
        if (_looking.IsCompleted) _looking = LookWhileDueAsync();
        return Task.CompletedTask;
    }

    private async Task LookWhileDueAsync()
    {
        while (_isDue)
        {
            _isDue = false;
            await LookAsync();
        }
    }

    /// <summary>Each step by itself: what keeps one of them from its end keeps the others from nothing.</summary>
    private async Task LookAsync()
    {
        // Nobody waits for it: a keeper that does not answer may be anyone's.
        if (!_roll.IsComplete && _asking.IsCompleted) _asking = TryAsync(_roll.AskAsync, Log.RollIncomplete);
        await TryAsync(MoveAsync, Log.LookFailed);
        await TryAsync(() => _sweep.ContinueAsync(_keeper.View.Sequence, _keeper.Resting), Log.SweepFailed);
    }

    private async Task MoveAsync()
    {
        var figures = await _gauges.ReadAsync();
        await _keeper.MoveAsync(now => _breaker.Look(figures, now));
    }

    private async Task TryAsync(Func<Task> step, Action<ILogger, Exception> log)
    {
        try
        {
            await step();
        }
        catch (Exception e)
        {
            log(logger, e);
        }
    }
}
