using Orleans.Concurrency;

namespace TradingOps.Grains.Breakers;

/// <summary>One circuit breaker. Every change is stored before it takes effect.</summary>
[Alias("tradingops.ICircuitBreakerGrain")]
public interface ICircuitBreakerGrain : IGrainWithStringKey
{
    /// <summary>The breaker as it stands.</summary>
    [Alias("GetBreaker")]
    Task<BreakerView> GetBreaker();

    /// <summary>Stops new orders. Tripping an open breaker changes nothing.</summary>
    [Alias("Trip")]
    Task<BreakerView> Trip(string reason, string who);

    /// <summary>Lets orders pass again. Resetting a closed breaker changes nothing.</summary>
    [Alias("Reset")]
    Task<BreakerView> Reset(string reason, string who);

    /// <summary>
    /// Subscribes, or renews a subscription, and answers the breaker as it stands. A subscription lasts half a minute.
    /// </summary>
    [Alias("Watch")]
    [AlwaysInterleave]
    Task<BreakerView> Watch(IBreakerObserver observer);
}
