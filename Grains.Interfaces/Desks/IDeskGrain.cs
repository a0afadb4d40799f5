using System.Collections.Immutable;
using TradingOps.Engine.Actors;
using TradingOps.Grains.Accounts;
using TradingOps.Grains.Breakers;

namespace TradingOps.Grains.Desks;

/// <summary>
/// The breaker of a desk, and what is done to all of its accounts at once. A desk is there while an account names it; which do,
/// the firm knows from their reports.
/// </summary>
[Alias("tradingops.IDeskGrain")]
public interface IDeskGrain : IBreakerGrain
{
    /// <summary>
    /// Flattens every account of the desk (<see cref="IAccountGrain.Flatten"/>); null if there is no such desk.
    /// </summary>
    /// <param name="symbol">The only symbol; null for all.</param>
    /// <param name="actor">Who does it.</param>
    [Alias("Flatten")]
    [ResponseTimeout("00:01:00")]
    Task<ImmutableArray<DeskFlattened>?> Flatten(string? symbol, Actor actor);
}
