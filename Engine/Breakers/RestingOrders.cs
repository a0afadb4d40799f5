namespace TradingOps.Engine.Breakers;

/// <summary>What a breaker does with orders that rest, from least to most.</summary>
public enum RestingOrders
{
    /// <summary>They stay.</summary>
    Keep = 0,

    /// <summary>Those that could increase a position are canceled.</summary>
    CancelIncreasing = 1,

    /// <summary>All are canceled.</summary>
    CancelAll = 2,
}
