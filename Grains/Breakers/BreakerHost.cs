using System.Collections.Immutable;
using TradingOps.Engine.Breakers;
using TradingOps.Engine.Errors;
using TradingOps.Grains.Journaling;

namespace TradingOps.Grains.Breakers;

/// <summary>
/// Runs one breaker within the grain that acts on it, one change at a time: a change is stored, takes effect, and is then
/// published. Every change is a record of the breaker's own stream, so the last record is its state and all of them are its
/// history. Used within one grain's turns only.
/// </summary>
internal sealed class BreakerHost
{
    private const int SnapshotEvery = 100;

    private static readonly RecordCodec<BreakerChange> Codec = new(c => c.Encode(), bytes => BreakerChange.Decode(bytes.Span));

    private readonly BreakerScope _scope;
    private readonly ICircuitBreaker _breaker;
    private readonly BreakerServices _services;
    private readonly Func<BreakerView, Task> _publish;
    private readonly GrainLog<BreakerChange> _log;
    private BreakerChange? _last;
    private Task _moving = Task.CompletedTask;
    private Task _publishing = Task.CompletedTask;

    private BreakerHost(
        BreakerScope scope, ICircuitBreaker breaker, BreakerServices services, Func<BreakerView, Task> publish, Action deactivate)
    {
        (_scope, _breaker, _services, _publish) = (scope, breaker, services, publish);
        _log = new(services.Journal, JournalStreams.Breaker(scope.ToString()), Codec, deactivate, services.Logger);
    }

    /// <summary>The state in effect; unknown once a change could not be stored.</summary>
    public BreakerState State => _log.IsFaulted ? BreakerState.Unknown : _breaker.Status.State;

    /// <summary>What is to become of resting orders.</summary>
    public RestingOrders Resting => _breaker.Status.Resting;

    /// <summary>Completes when no change is being stored; read it again after waiting.</summary>
    public Task Moving => _moving;

    /// <summary>The breaker and its last change.</summary>
    public BreakerView View => BreakerViews.Of(_scope, _last);

    /// <summary>
    /// Opens the stream of a breaker and applies its last change. <see cref="TradingUnavailableException"/> if the stream
    /// cannot be read.
    /// </summary>
    /// <param name="scope">Which breaker.</param>
    /// <param name="breaker">The breaker, as new.</param>
    /// <param name="services">What every breaker uses.</param>
    /// <param name="publish">Called with every change that is in effect; the request that caused the change waits for
    /// it.</param>
    /// <param name="deactivate">Called when a change could not be stored: the state in memory may then differ from the stored
    /// one.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    public static async Task<BreakerHost> OpenAsync(
        BreakerScope scope, ICircuitBreaker breaker, BreakerServices services, Func<BreakerView, Task> publish, Action deactivate,
        CancellationToken cancellationToken)
    {
        var host = new BreakerHost(scope, breaker, services, publish, deactivate);
        await host._log.OpenAsync(state => host._last = Codec.Decode(state), cancellationToken);
        await foreach (var change in host._log.ReplayAsync(cancellationToken)) host._last = change;
        if (host._last is { } last)
        {
            breaker.Apply(last.To);
            // The silo may have died before it announced the change to the incident log.
            services.AnnounceAgain(scope, last);
        }
        return host;
    }

    /// <summary>As <see cref="OpenAsync"/>, for a breaker whose states are published to the registry of breakers.</summary>
    /// <param name="scope">Which breaker.</param>
    /// <param name="breaker">The breaker, as new.</param>
    /// <param name="services">What every breaker uses.</param>
    /// <param name="grains">Where the registry is.</param>
    /// <param name="deactivate">Called when a change could not be stored.</param>
    /// <param name="isAwaited">Whether a change is answered only when every silo has it.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    public static async Task<BreakerHost> OpenRegisteredAsync(
        BreakerScope scope, ICircuitBreaker breaker, BreakerServices services, IGrainFactory grains, Action deactivate,
        bool isAwaited, CancellationToken cancellationToken)
    {
        var publisher = new BreakerPublisher(grains, services.Clock, services.Logger);
        Func<BreakerView, Task> publish = isAwaited ? publisher.PublishAsync : publisher.PublishSoonAsync;
        var host = await OpenAsync(scope, breaker, services, publish, deactivate, cancellationToken);
        // The registry may have missed the last change, if the silo died right after it.
        if (host.View.Sequence > 0) host._publishing = publish(host.View);
        return host;
    }

    /// <summary>Ends this activation if another one has changed the breaker.</summary>
    public Task EndIfSupersededAsync(CancellationToken cancellationToken) => _log.EndIfSupersededAsync(cancellationToken);

    /// <summary>
    /// Moves the breaker to where <paramref name="decide"/> says, and again until it says nowhere; first waits for a change that
    /// is under way. <see cref="TradingUnavailableException"/> if a change could not be stored.
    /// </summary>
    public async Task MoveAsync(Func<long, BreakerStatus?> decide)
    {
        while (true)
        {
            while (!_moving.IsCompleted) await _moving;
            if (_log.IsFaulted) throw NotStored("an earlier change could not be stored");
            if (decide(_services.Clock.GetMicroseconds()) is not { } next) break;
            var moving = StoreAsync(next);
            _moving = moving.ContinueWith(
                static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Current);
            await moving;
            _publishing = _publish(View);
            await _publishing;
        }
        // Also what an earlier call changed: this one may ask for the same.
        await _publishing;
    }

    /// <summary>As <see cref="MoveAsync"/>, one step at most; the breaker as it stands then.</summary>
    public async Task<BreakerView> MoveOnceAsync(Func<long, BreakerStatus?> decide)
    {
        var isDecided = false;
        await MoveAsync(now => isDecided ? null : DecideOnce(now));
        return View;

        BreakerStatus? DecideOnce(long now)
        {
            isDecided = true;
            return decide(now);
        }
    }

    /// <summary>Trips by hand.</summary>
    public Task<BreakerView> TripAsync(string reason, string who) =>
        MoveOnceAsync(now => BreakerRules.Trip(_breaker.Status, reason, who, now));

    /// <summary>Lets only orders pass that reduce, by hand.</summary>
    public Task<BreakerView> TripToReduceAsync(string reason, string who) =>
        MoveOnceAsync(now => BreakerRules.TripToReduce(_breaker.Status, reason, who, now));

    /// <summary>Kills by hand.</summary>
    public Task<BreakerView> KillAsync(string reason, string who) =>
        MoveOnceAsync(now => BreakerRules.Kill(_breaker.Status, reason, who, now));

    /// <summary>Resets by hand.</summary>
    public async Task<BreakerAnswer> ResetAsync(string reason, string who)
    {
        var refusal = BreakerRefusal.None;
        var view = await MoveOnceAsync(now => _breaker.Reset(reason, who, now, out refusal));
        return new(view, refusal);
    }

    /// <summary>Approves a reset.</summary>
    public async Task<BreakerAnswer> ApproveAsync(string reason, string who)
    {
        var refusal = BreakerRefusal.None;
        var needsTwo = _services.Options.TwoPersonReset;
        var view = await MoveOnceAsync(now => _breaker.Approve(needsTwo, reason, who, now, out refusal));
        return new(view, refusal);
    }

    /// <summary>
    /// Its changes before a sequence, newest first. <see cref="TradingUnavailableException"/> if they cannot be read.
    /// </summary>
    public async Task<ImmutableArray<BreakerView>> ReadHistoryAsync(long? before, int limit)
    {
        var end = Math.Min(before ?? long.MaxValue, _log.Durable + 1);
        var from = Math.Max(1, end - Math.Clamp(limit, 1, IBreakerGrain.MaxHistory));
        if (from >= end) return [];
        var changes = new List<BreakerView>();
        await foreach (var (sequence, change) in _log.ReadAsync(from, CancellationToken.None))
        {
            if (sequence >= end) break;
            changes.Add(BreakerViews.Of(_scope, change));
        }
        changes.Reverse();
        return [.. changes];
    }

    private async Task StoreAsync(BreakerStatus next)
    {
        var change = new BreakerChange(_breaker.Status.State, next);
        try
        {
            // Applied after the write.
            await _log.AppendAsync(change, Apply);
        }
        catch (TradingUnavailableException e)
        {
            throw NotStored(e.Message);
        }
        _services.Observe(_scope, change);
        if (_log.SinceSnapshot >= SnapshotEvery)
            await _log.SaveSnapshotAsync(_log.Durable, Codec.Encode(change), CancellationToken.None);
    }

    private void Apply(BreakerChange change)
    {
        _last = change;
        _breaker.Apply(change.To);
    }

    private TradingUnavailableException NotStored(string why) =>
        new(TradingError.BreakerNotStored, $"a change of breaker {_scope} could not be stored: {why}");
}
