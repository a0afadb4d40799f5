namespace TradingOps.Engine.Breakers;

/// <summary>
/// State of a circuit breaker, from free to shut: of two breakers the larger value rules. Stored: never reuse one.
/// </summary>
public enum BreakerState
{
    /// <summary>Trading.</summary>
    Closed = 0,

    /// <summary>Symbol: an order pushes against the price band. Orders pass; nothing trades outside the band.</summary>
    LimitState = 1,

    /// <summary>Probation: small orders, and few of them.</summary>
    HalfOpen = 2,

    /// <summary>Only what closes a position.</summary>
    ReduceOnly = 3,

    /// <summary>No new orders; of a symbol, no trades. Cancels pass.</summary>
    Open = 4,

    /// <summary>Killed by hand: no new orders until two people agree. Cancels pass.</summary>
    Isolated = 5,

    /// <summary>Not heard of within its lease: treated as open.</summary>
    Unknown = 6,
}
