namespace TradingOps.Engine.Breakers;

/// <summary>What moved a breaker. Stored: never reuse a value.</summary>
public enum BreakerCause
{
    /// <summary>It never moved.</summary>
    None = 0,

    /// <summary>Tripped or halted by hand.</summary>
    Manual = 1,

    /// <summary>Killed by hand.</summary>
    Kill = 2,

    /// <summary>Daily loss at the soft limit.</summary>
    DailyLossSoft = 3,

    /// <summary>Daily loss at the hard limit; of the firm, at its limit.</summary>
    DailyLoss = 4,

    /// <summary>Drawdown at its limit.</summary>
    Drawdown = 5,

    /// <summary>Too many orders in too short a time.</summary>
    OrderRate = 6,

    /// <summary>Too many orders refused.</summary>
    RejectRatio = 7,

    /// <summary>A position cannot be valued at a current price.</summary>
    StaleMark = 8,

    /// <summary>A trade would have printed outside the price band.</summary>
    PriceBand = 9,

    /// <summary>The index fell from its reference.</summary>
    IndexMove = 10,

    /// <summary>More than probation allows.</summary>
    Probation = 11,

    /// <summary>The equity is less than the positions must keep.</summary>
    MaintenanceMargin = 12,

    /// <summary>The reset of a killed breaker was requested; a second person has to approve.</summary>
    ResetAsked = 20,

    /// <summary>Reset by hand.</summary>
    Reset = 21,

    /// <summary>The cooldown is over.</summary>
    CooledDown = 22,

    /// <summary>Probation passed without a breach.</summary>
    ProbationPassed = 23,

    /// <summary>What caused it is gone: the loss, the stale mark, the push against the band.</summary>
    Recovered = 24,

    /// <summary>A new trading day began.</summary>
    NewDay = 25,
}
