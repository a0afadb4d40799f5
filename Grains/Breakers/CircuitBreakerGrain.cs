using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using TradingOps.Engine.Breakers;
using TradingOps.Engine.Instruments;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Breakers;

/// <summary>
/// The breaker of the firm, and the registry of all breakers. A change is stored, then sent to every silo, and only then
/// answered.
/// </summary>
/// <remarks>
/// Reentrant, so that silos are answered while a change is being sent to them. The invariant that makes this safe: the breaker
/// changes in <see cref="BreakerHost"/> only, one change at a time.
/// </remarks>
[Reentrant]
public sealed class CircuitBreakerGrain(
    BreakerServices services, IOrderQueries orders, InstrumentCatalogue catalogue, ILogger<CircuitBreakerGrain> logger)
    : TradingGrain, ICircuitBreakerGrain
{
    private static readonly TimeSpan EvaluateEvery = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ReadDesksEvery = TimeSpan.FromSeconds(5);

    private readonly FirmBreaker _breaker = new(services.Options.Firm, services.Options.Probation);
    private BreakerHost _host = null!;
    private BreakerRegistry _registry = null!;
    private SiloWatchers _watchers = null!;
    private CancelSweep _sweep = null!;
    private FirmInputs _inputs = null!;
    private Task _evaluating = Task.CompletedTask;
    private Task _reading = Task.CompletedTask;
    private bool _isDue;
    private long _desksReadAt;

    /// <inheritdoc/>
    protected override async Task StartAsync(CancellationToken cancellationToken)
    {
        _registry = new(services.Journal, GrainFactory);
        _watchers = new(services.Clock, logger);
        _sweep = new(orders, GrainFactory, logger);
        _inputs = new(GrainFactory, catalogue, services, logger);
        _host = await BreakerHost.OpenAsync(
            BreakerScope.Firm, _breaker, services, PublishAsync, DeactivateOnIdle, cancellationToken);
        EndWhenSuperseded(_host.EndIfSupersededAsync);
        this.RegisterGrainTimer(
            _ => Evaluate(), new() { DueTime = TimeSpan.Zero, Period = EvaluateEvery, KeepAlive = true, Interleave = true });
    }

    /// <inheritdoc/>
    public Task<BreakerView?> GetBreaker() => Task.FromResult<BreakerView?>(_host.View);

    /// <inheritdoc/>
    public async Task<BreakerView?> Trip(string reason, string who) => await _host.TripAsync(reason, who);

    /// <inheritdoc/>
    public async Task<BreakerView?> TripToReduce(string reason, string who) => await _host.TripToReduceAsync(reason, who);

    /// <inheritdoc/>
    public async Task<BreakerView?> Kill(string reason, string who) => await _host.KillAsync(reason, who);

    /// <inheritdoc/>
    public async Task<BreakerAnswer?> Reset(string reason, string who) => await _host.ResetAsync(reason, who);

    /// <inheritdoc/>
    public async Task<BreakerAnswer?> Approve(string reason, string who) => await _host.ApproveAsync(reason, who);

    /// <inheritdoc/>
    public Task<ImmutableArray<BreakerView>> ReadHistory(long? before, int limit) => _host.ReadHistoryAsync(before, limit);

    /// <inheritdoc/>
    public Task<BreakerStates> Watch(IBreakerObserver observer)
    {
        _watchers.Renew(observer);
        return Task.FromResult(States());
    }

    /// <inheritdoc/>
    public async Task Report(BreakerView breaker)
    {
        var symbols = _registry.Symbols;
        var isNew = _registry.Apply(breaker);
        if (BreakerScope.TryParse(breaker.Scope, out var scope) && scope.Kind == BreakerKind.Desk)
        {
            // As with the firm's own: who tripped it is answered when no silo acts on the state before. Also if it was known: the
            // first notification may still be under way.
            await _watchers.NotifyAsync(States());
            await Evaluate();
        }
        else if (isNew && symbols != _registry.Symbols)
        {
            _ = _watchers.NotifyAsync(States());
        }
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<BreakerView>> ListBreakers() => Task.FromResult<ImmutableArray<BreakerView>>(
        [_host.View, .. _registry.All.Take(IBreakerGrain.MaxHistory)]);

    private Task PublishAsync(BreakerView _) => _watchers.NotifyAsync(States());

    private BreakerStates States() => new(
        _host.View, _host.Resting == RestingOrders.CancelAll, _host.Resting == RestingOrders.CancelIncreasing,
        _registry.Symbols, [new(BreakerKind.Firm.ToCode(), _host.View.State, 1), .. _registry.Counts],
        _registry.HasSymbols)
    {
        Desks = _registry.Desks,
        HasDesks = _registry.HasDesks,
    };

    /// <inheritdoc/>
    public Task Evaluate()
    {
        // An evaluation may take longer than the time between two: then one more follows it.
        _isDue = true;
        if (_evaluating.IsCompleted) _evaluating = EvaluateWhileDueAsync();
        return Task.CompletedTask;
    }

    private async Task EvaluateWhileDueAsync()
    {
        while (_isDue)
        {
            _isDue = false;
            await EvaluateAsync();
        }
    }

    /// <summary>Steps run independently; a failing step does not block the others.</summary>
    private async Task EvaluateAsync()
    {
        // Not awaited: any account or market may be the one that does not answer.
        if (!_registry.IsComplete && _reading.IsCompleted) _reading = TryAsync(ReadAsync, Log.RegistryIncomplete);
        await TryAsync(MoveAsync, Log.EvaluationFailed);
        await TryAsync(() => _sweep.ContinueAsync([_host.View, .. _registry.Desks]), Log.SweepFailed);
        if (_registry.HasDesks && _reading.IsCompleted && services.Clock.GetElapsedTime(_desksReadAt) >= ReadDesksEvery)
            _reading = TryAsync(ReadDesksAsync, Log.RegistryIncomplete);
    }

    private async Task ReadAsync()
    {
        var (hadSymbols, hadDesks) = (_registry.HasSymbols, _registry.HasDesks);
        try
        {
            await _registry.ReadAsync();
        }
        finally
        {
            // Until they hear it, silos refuse what a breaker that was not read could stop.
            if ((hadSymbols, hadDesks) != (_registry.HasSymbols, _registry.HasDesks)) _ = _watchers.NotifyAsync(States());
        }
    }

    /// <summary>It also keeps a desk awake that is on probation, which watches the time.</summary>
    private async Task ReadDesksAsync()
    {
        _desksReadAt = services.Clock.GetTimestamp();
        if (await _registry.ReadDesksAsync()) _ = _watchers.NotifyAsync(States());
    }

    private async Task MoveAsync()
    {
        var figures = await _inputs.ReadAsync();
        await _host.MoveAsync(now => _breaker.Evaluate(figures, now));
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
