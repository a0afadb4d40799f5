using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;

namespace TradingOps.Engine.Sessions;

/// <summary>Where the session of a market goes next. Asked again after each step until there is none.</summary>
public static class SessionRules
{
    /// <summary>The next state of a market, or null where it is where it belongs.</summary>
    /// <param name="state">The market's state.</param>
    /// <param name="status">What its instrument takes now.</param>
    /// <param name="isOver">Whether the session that its open orders are of is over: a silo may have slept through the
    /// close.</param>
    /// <param name="isHalted">Whether its breaker lets nothing trade. The day ends all the same, without an
    /// auction.</param>
    /// <param name="isPreOpen">Whether orders gather for the opening auction.</param>
    public static SessionState? Next(
        SessionState state, InstrumentStatus status, bool isOver, bool isHalted, bool isPreOpen = false) => (state, status) switch
        {
            (SessionState.Settled, _) => null,
            (SessionState.Expired, InstrumentStatus.Expired) => null,
            (_, InstrumentStatus.Expired) => SessionState.Expired,
            // It was said to be expired, and is not.
            (SessionState.Expired, _) => SessionState.Closed,
            (SessionState.Closed, InstrumentStatus.Closed) => isPreOpen ? SessionState.Auction : null,
            (SessionState.Auction, InstrumentStatus.Closed) when isPreOpen && !isOver => null,
            (not SessionState.Closed, _) when isOver || status == InstrumentStatus.Closed => SessionState.Closed,
            _ when isHalted || status == InstrumentStatus.Halted => state == SessionState.Auction ? null : SessionState.Auction,
            _ => state == SessionState.Open ? null : SessionState.Open,
        };
}
