using System.Collections.Immutable;
using TradingOps.Engine.Breakers;
using TradingOps.Grains.Journaling;

namespace TradingOps.Grains.Breakers;

/// <summary>
/// Keeps one breaker within the grain that acts on it: one change at a time, stored first, then in effect, then told. Used within
/// one grain's turns only.
/// </summary>
internal sealed class BreakerKeeper
{
    private const int SnapshotEvery = 100;

    private readonly BreakerScope _scope;
    private readonly ICircuitBreaker _breaker;
    private readonly BreakerServices _services;
    private readonly Func<BreakerView, Task> _tell;
    private readonly Action _giveUp;
    private readonly BreakerJournal _journal;
    private Task _moving = Task.CompletedTask;
    private bool _isFaulted;

    private BreakerKeeper(
        BreakerScope scope, ICircuitBreaker breaker, BreakerServices services, BreakerJournal journal,
        Func<BreakerView, Task> tell, Action giveUp) =>
        (_scope, _breaker, _services, _journal, _tell, _giveUp) = (scope, breaker, services, journal, tell, giveUp);

    /// <summary>The state in effect; unknown once a change could not be stored.</summary>
    public BreakerState State => _isFaulted ? BreakerState.Unknown : _breaker.Status.State;

    /// <summary>What is to become of resting orders.</summary>
    public RestingOrders Resting => _breaker.Status.Resting;

    /// <summary>Completes when no change is being stored; look at it again after waiting.</summary>
    public Task Moving => _moving;

    /// <summary>The breaker and its last change.</summary>
    public BreakerView View => BreakerViews.Of(_scope, _journal.Last);

    /// <summary>
    /// Opens the stream of a breaker and brings the breaker where it stood. <see cref="JournalException"/> if that cannot be
    /// had.
    /// </summary>
    /// <param name="scope">Which breaker.</param>
    /// <param name="breaker">The breaker, as new.</param>
    /// <param name="services">What it needs of the silo.</param>
    /// <param name="tell">Told of every change, when it is in effect; whoever caused the change waits for it.</param>
    /// <param name="giveUp">Called when a change could not be stored: what is in memory may differ from the truth.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<BreakerKeeper> OpenAsync(
        BreakerScope scope, ICircuitBreaker breaker, BreakerServices services, Func<BreakerView, Task> tell, Action giveUp,
        CancellationToken cancellationToken)
    {
        var journal = await BreakerJournal.OpenAsync(scope.ToString(), services.Journal, cancellationToken);
        if (journal.Last is { } last)
        {
            breaker.Apply(last.To);
            // Its silo may have died before the incident log heard of it.
            services.AnnounceAgain(scope, last);
        }
        return new(scope, breaker, services, journal, tell, giveUp);
    }

    /// <summary>
    /// Moves the breaker to where <paramref name="decide"/> says, and again until it says nowhere; first waits for a change that
    /// is under way. <see cref="TradingUnavailableException"/> if a change could not be stored.
    /// </summary>
    public async Task MoveAsync(Func<long, BreakerStatus?> decide)
    {
        while (true)
        {
            while (!_moving.IsCompleted) await _moving;
            if (_isFaulted) throw NotStored("an earlier change could not be stored");
            if (decide(_services.Clock.GetMicroseconds()) is not { } next) return;
            var moving = StoreAsync(next);
            _moving = moving.ContinueWith(
                static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Current);
            await moving;
            await _tell(View);
        }
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

    /// <summary>Its changes, newest first.</summary>
    public async Task<ImmutableArray<BreakerView>> ReadHistoryAsync(long? before, int limit)
    {
        try
        {
            var changes = await _journal.ReadAsync(before, Math.Clamp(limit, 1, IBreakerGrain.MaxHistory));
            return [.. changes.Select(c => BreakerViews.Of(_scope, c))];
        }
        catch (JournalException e)
        {
            throw new TradingUnavailableException(
                TradingUnavailableException.JournalUnavailable, $"the history of {_scope} cannot be read: {e.Message}");
        }
    }

    private async Task StoreAsync(BreakerStatus next)
    {
        var change = new BreakerChange(_breaker.Status.State, next);
        try
        {
            await _journal.StoreAsync(change);
        }
        catch (JournalException e)
        {
            _isFaulted = true;
            Log.ChangeNotStored(_services.Logger, _scope.ToString(), next.State.ToCode(), e);
            _giveUp();
            throw NotStored(e.Message);
        }
        _breaker.Apply(next);
        _services.Observe(_scope, change);
        if (next.Sequence % SnapshotEvery == 0) await SaveSnapshotAsync();
    }

    private async Task SaveSnapshotAsync()
    {
        try
        {
            await _journal.SaveSnapshotAsync();
        }
        catch (JournalException e)
        {
            Log.SnapshotFailed(_services.Logger, _scope.ToString(), e);
        }
    }

    private TradingUnavailableException NotStored(string why) =>
        new("breaker_not_stored", $"a change of breaker {_scope} could not be stored: {why}");
}
