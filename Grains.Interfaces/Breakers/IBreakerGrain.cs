using System.Collections.Immutable;

namespace TradingOps.Grains.Breakers;

/// <summary>
/// The grain that runs a circuit breaker: the firm's and each desk's has a grain of its own, an account's is run by the account
/// and a symbol's by its market, so that each acts on its own breaker without a call. Every change is stored before it takes
/// effect; <see cref="TradingUnavailableException"/> where that cannot be done now.
/// </summary>
[Alias("tradingops.IBreakerGrain")]
public interface IBreakerGrain : IGrainWithStringKey
{
    /// <summary>Most changes on a page of history.</summary>
    const int MaxHistory = 1000;

    /// <summary>The breaker as it stands; null if there is no such desk, account or symbol.</summary>
    [Alias("GetBreaker")]
    Task<BreakerView?> GetBreaker();

    /// <summary>Stops new orders; of a symbol, trades. Tripping an open breaker changes nothing. Null as above.</summary>
    [Alias("Trip")]
    Task<BreakerView?> Trip(string reason, string who);

    /// <summary>
    /// Of an account, a desk or the firm: lets only orders pass that reduce a position, until a reset, and cancels what increases
    /// exposure. A breaker that lets no more pass anyway does not change. Null as above.
    /// </summary>
    [Alias("TripToReduce")]
    Task<BreakerView?> TripToReduce(string reason, string who);

    /// <summary>Stops new orders until two people agree to a reset. Null as above.</summary>
    [Alias("Kill")]
    Task<BreakerView?> Kill(string reason, string who);

    /// <summary>
    /// Lets orders pass again, on probation first; asks for it where the breaker was killed. Resetting a closed breaker changes
    /// nothing. Null as above.
    /// </summary>
    [Alias("Reset")]
    Task<BreakerAnswer?> Reset(string reason, string who);

    /// <summary>Approves the reset of a killed breaker that another person requested. Null as above.</summary>
    [Alias("Approve")]
    Task<BreakerAnswer?> Approve(string reason, string who);

    /// <summary>Its changes, newest first: at most so many, of those before a sequence if one is given.</summary>
    [Alias("ReadHistory")]
    Task<ImmutableArray<BreakerView>> ReadHistory(long? before, int limit);
}
