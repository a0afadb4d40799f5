using TradingOps.Engine.Actors;
using TradingOps.Engine.Books;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Simulation;

namespace TradingOps.Grains.Books;

/// <summary>
/// Whether anyone but the product itself follows a market, so that the simulation moves no quote that no client sees. Used within
/// one grain's turns only.
/// </summary>
internal sealed class MarketInterest(Market market, TimeProvider clock)
{
    private long? _seenAt;

    /// <summary>Someone reads the market's prices.</summary>
    public void Note() => _seenAt = clock.GetTimestamp();

    /// <summary>A record was committed: someone trades, unless the simulation or the session caused it.</summary>
    public void Follow(MarketRecord record)
    {
        if (record.Actor is { } actor && actor != Actor.Simulation && actor != Actor.Market) Note();
    }

    /// <summary>
    /// Whether someone read or traded within a time, or has an open order, which waits for the price to move.
    /// </summary>
    public bool IsWithin(TimeSpan time) =>
        (_seenAt is { } at && clock.GetElapsedTime(at) <= time) || HasOrder(Side.Buy) || HasOrder(Side.Sell);

    private bool HasOrder(Side side) => market.Book.Orders(side).Concat(market.Book.Stops(side))
        .Any(o => market.Accounts[o.Account].Name != ISimulatorGrain.MarketMaker);
}
