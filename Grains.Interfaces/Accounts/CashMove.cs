namespace TradingOps.Grains.Accounts;

/// <summary>What became of a request to move cash.</summary>
public enum CashMove
{
    /// <summary>It moved.</summary>
    Moved = 0,

    /// <summary>It had moved before under this reference.</summary>
    MovedBefore = 1,

    /// <summary>Another amount moved under this reference; nothing is done.</summary>
    OtherAmount = 2,

    /// <summary>More than is free; nothing is done.</summary>
    NotFree = 3,

    /// <summary>There is no such account.</summary>
    UnknownAccount = 4,
}
