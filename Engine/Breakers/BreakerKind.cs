namespace TradingOps.Engine.Breakers;

/// <summary>What a breaker guards.</summary>
public enum BreakerKind
{
    /// <summary>Every order.</summary>
    Firm = 0,

    /// <summary>The orders of one account.</summary>
    Account = 1,

    /// <summary>The orders in one symbol.</summary>
    Symbol = 2,

    /// <summary>The orders of the accounts of one desk.</summary>
    Desk = 3,
}
