using Microsoft.Extensions.Logging;
using Orleans.Storage;
using Orleans.Utilities;

namespace TradingOps.Grains.Breakers;

/// <summary>
/// One circuit breaker. A change is stored first, then every silo hears of it, and only then is whoever asked answered.
/// </summary>
public sealed class CircuitBreakerGrain(
    [PersistentState("breaker", CircuitBreakerGrain.StorageName)] IPersistentState<BreakerStorage> storage,
    TimeProvider clock, ILogger<CircuitBreakerGrain> logger) : Grain, ICircuitBreakerGrain
{
    /// <summary>Name of the grain storage that keeps breakers.</summary>
    public const string StorageName = "TradingOps";

    /// <summary>Trading.</summary>
    public const string ClosedState = "closed";

    /// <summary>No new orders.</summary>
    public const string OpenState = "open";

    private static readonly TimeSpan WatchLasts = TimeSpan.FromSeconds(30);

    private readonly ObserverManager<IBreakerObserver> _observers = new(WatchLasts, logger);

    /// <inheritdoc/>
    public Task<BreakerView> GetBreaker() => Task.FromResult(View());

    /// <inheritdoc/>
    public Task<BreakerView> Trip(string reason, string who) => Change(true, reason, who);

    /// <inheritdoc/>
    public Task<BreakerView> Reset(string reason, string who) => Change(false, reason, who);

    /// <inheritdoc/>
    public Task<BreakerView> Watch(IBreakerObserver observer)
    {
        _observers.Subscribe(observer, observer);
        return Task.FromResult(View());
    }

    private async Task<BreakerView> Change(bool open, string reason, string who)
    {
        if (storage.State.IsOpen == open) return View();
        var before = storage.State;
        storage.State = new()
        {
            IsOpen = open,
            Reason = reason,
            Who = who,
            At = clock.GetUtcNow(),
            Sequence = before.Sequence + 1,
        };
        try
        {
            await storage.WriteStateAsync();
        }
        catch (Exception e) when (e is IOException or InconsistentStateException or OrleansException)
        {
            // What is in memory may differ from what is stored: the next activation reads it.
            storage.State = before;
            DeactivateOnIdle();
            throw new TradingUnavailableException("breaker_not_stored", $"the breaker's change could not be stored: {e.Message}");
        }
        Log.BreakerChanged(logger, this.GetPrimaryKeyString(), open ? OpenState : ClosedState, reason, who);
        var view = View();
        await _observers.Notify(observer => observer.Changed(view));
        return view;
    }

    private BreakerView View() => new()
    {
        Scope = this.GetPrimaryKeyString(),
        State = storage.State.IsOpen ? OpenState : ClosedState,
        Reason = storage.State.Reason,
        Who = storage.State.Who,
        At = storage.State.At,
        Sequence = storage.State.Sequence,
    };
}
