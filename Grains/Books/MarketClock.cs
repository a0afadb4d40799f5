using Microsoft.Extensions.Logging;
using TradingOps.Engine.Actors;
using TradingOps.Engine.Errors;
using TradingOps.Grains.Clocks;

namespace TradingOps.Grains.Books;

/// <summary>
/// Keeps orders out of a market that would get a wrong time, and sets a market back that a wrong clock had moved ahead. Used
/// within one grain's turns only.
/// </summary>
internal sealed class MarketClock(MarketLog market, ClockState state, TimeProvider clock, ILogger logger)
{
    /// <summary>
    /// Throws if an order would get a wrong time: this silo's clock is not trusted, or the time of the market is ahead of it.
    /// </summary>
    public void ThrowIfFaulted()
    {
        var ahead = Measure();
        state.ThrowIfFaulted();
        if (ahead > state.MaxStep)
            throw TradingUnavailableException.NothingDone(TradingError.ClockFault,
                $"the time of {market.Market.Symbol} is {ClockState.ToText(ahead)} against the clock of its silo; "
                    + $"if the clock is right, POST /books/{market.Market.Symbol}/clock sets the market back");
    }

    /// <summary>Sets the time of the market back to the clock, if it is further ahead than a clock may be wrong.</summary>
    public async Task<ClockAnswer> SetBackAsync(string reason, Actor actor)
    {
        market.ThrowIfUnavailable();
        var (ahead, before, now) = (Measure(), Time.FromMicroseconds(market.Market.Time), clock.GetMicroseconds());
        state.ThrowIfFaulted();
        if (ahead <= state.MaxStep) return new(IsSet: false, market.Market.Sequence, before, before);
        var record = market.Market.SetClockBack(now, reason, actor);
        await market.CommitAsync(null, record);
        Measure();
        Log.ClockSetBack(logger, market.Market.Symbol, before, Time.FromMicroseconds(now), actor, reason);
        return new(IsSet: true, record.Sequence, before, Time.FromMicroseconds(now));
    }

    /// <summary>Measures now, so that it is known without an order.</summary>
    public Task WatchAsync()
    {
        Measure();
        return Task.CompletedTask;
    }

    /// <summary>The market leaves this silo.</summary>
    public void Close() => state.Forget(market.Market.Symbol);

    /// <summary>How far the market's time is ahead of the clock; negative if it is not.</summary>
    private TimeSpan Measure()
    {
        var ahead = TimeSpan.FromMicroseconds(market.Market.Time - clock.GetMicroseconds());
        state.ObserveMarket(market.Market.Symbol, ahead);
        return ahead;
    }
}
