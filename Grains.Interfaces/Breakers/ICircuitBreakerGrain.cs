using System.Collections.Immutable;
using Orleans.Concurrency;

namespace TradingOps.Grains.Breakers;

/// <summary>The breaker of the firm, and the roll of all breakers.</summary>
[Alias("tradingops.ICircuitBreakerGrain")]
public interface ICircuitBreakerGrain : IBreakerGrain
{
    /// <summary>
    /// Subscribes, or renews a subscription, and answers what a silo has to know. A subscription lasts as long as the lease of
    /// the answer: five seconds.
    /// </summary>
    [Alias("Watch")]
    [AlwaysInterleave]
    [ResponseTimeout("00:00:02")]
    Task<BreakerStates> Watch(IBreakerObserver observer);

    /// <summary>
    /// Takes the word of another breaker that it changed; of a desk's, it answers when every silo has it. Called by desks,
    /// accounts and markets only.
    /// </summary>
    [Alias("Report")]
    [ResponseTimeout("00:00:10")]
    Task Report(BreakerView breaker);

    /// <summary>The firm's figures have changed: looks at them without waiting for the next second.</summary>
    [Alias("Look")]
    [OneWay]
    Task Evaluate();

    /// <summary>
    /// The firm's breaker, and all others that ever moved, up to <see cref="IBreakerGrain.MaxHistory"/>: first those that are not
    /// closed.
    /// </summary>
    [Alias("ListBreakers")]
    Task<ImmutableArray<BreakerView>> ListBreakers();
}
