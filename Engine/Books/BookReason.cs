namespace TradingOps.Engine.Books;

/// <summary>Why an order was rejected or canceled. The values are stored: never reuse one.</summary>
public enum BookReason : byte
{
    /// <summary>No reason: nothing was refused.</summary>
    None = 0,

    /// <summary>Asked for by the owner.</summary>
    Requested = 1,

    /// <summary>Quantity not positive or beyond the bound.</summary>
    InvalidQuantity = 2,

    /// <summary>Price beyond the bound, or missing.</summary>
    InvalidPrice = 3,

    /// <summary>A field or a combination of fields is not valid.</summary>
    InvalidOrder = 4,

    /// <summary>The id belongs to a live order.</summary>
    DuplicateOrder = 5,

    /// <summary>No such live order.</summary>
    NotOpen = 6,

    /// <summary>The remainder of an immediate-or-cancel order.</summary>
    ImmediateOrCancel = 7,

    /// <summary>A fill-or-kill order that could not trade in full.</summary>
    FillOrKill = 8,

    /// <summary>The remainder of a market order that found no order to trade with.</summary>
    NoLiquidity = 9,

    /// <summary>A post-only order that would have traded on entry.</summary>
    PostOnly = 10,

    /// <summary>Would have traded with its own account.</summary>
    SelfTrade = 11,

    /// <summary>The session does not take this order.</summary>
    Session = 12,

    /// <summary>Would have traded outside the price band.</summary>
    PriceBand = 13,

    /// <summary>A linked order (bracket, OCO) was filled or canceled.</summary>
    Linked = 14,

    /// <summary>The book is full.</summary>
    BookFull = 15,

    /// <summary>Stopped by the breaker of its account.</summary>
    BreakerAccount = 16,

    /// <summary>Stopped by the breaker of its symbol.</summary>
    BreakerSymbol = 17,

    /// <summary>Stopped by the breaker of the firm.</summary>
    BreakerFirm = 18,

    /// <summary>Less than the least quantity would have traded at once.</summary>
    MinQuantity = 20,

    /// <summary>A reduce-only order that the position does not bear, or not any more.</summary>
    ReduceOnly = 21,

    /// <summary>Stopped by the breaker of its account's desk.</summary>
    BreakerDesk = 22,
}
