namespace TradingOps.Grains.Orders;

/// <summary>What became of an order or of a request to change one.</summary>
public enum SubmitOutcome
{
    /// <summary>Taken, and stored with whatever it did at once.</summary>
    Accepted = 0,

    /// <summary>The same order was sent before: the stored one is returned.</summary>
    Existing = 1,

    /// <summary>Not a valid order; nothing is stored.</summary>
    Invalid = 2,

    /// <summary>Symbol, account or order not known; nothing is stored.</summary>
    NotFound = 3,

    /// <summary>The client order id was used with other content, or the order is no longer open; nothing changed.</summary>
    Conflict = 4,

    /// <summary>Refused by risk, a breaker or the book; stored as rejected.</summary>
    Refused = 5,

    /// <summary>Could not be done now, or its outcome is not known: safe to send again with the same client order id.</summary>
    Unavailable = 6,
}
