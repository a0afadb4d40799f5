namespace TradingOps.Engine.Breakers;

/// <summary>Why a breaker was not reset.</summary>
public enum BreakerRefusal
{
    /// <summary>It was, or there was nothing to do.</summary>
    None = 0,

    /// <summary>Its cooldown is not over.</summary>
    CoolingDown = 1,

    /// <summary>No reset was requested that could be approved.</summary>
    NothingAsked = 2,

    /// <summary>Who asked for it cannot approve it.</summary>
    SecondPersonRequired = 3,
}
