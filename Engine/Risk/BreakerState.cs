namespace TradingOps.Engine.Risk;

/// <summary>State of a circuit breaker, from free to shut.</summary>
public enum BreakerState
{
    /// <summary>Trading.</summary>
    Closed = 0,

    /// <summary>No new orders; cancels pass.</summary>
    Open = 1,

    /// <summary>Not heard of within its lease: treated as open.</summary>
    Unknown = 2,
}
