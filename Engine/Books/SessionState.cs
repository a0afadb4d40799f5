namespace TradingOps.Engine.Books;

/// <summary>What a book does with orders at the moment.</summary>
public enum SessionState : byte
{
    /// <summary>Continuous trading.</summary>
    Open = 0,

    /// <summary>Only what takes size off the book: cancel and reduce.</summary>
    Halted = 1,

    /// <summary>
    /// Orders rest without matching until the book opens and uncrosses. Orders that must trade at once, or that ask for a least
    /// quantity, are refused unless they wait for a price.
    /// </summary>
    Auction = 2,

    /// <summary>
    /// Orders rest without matching for the next session. Day orders expired when the session closed; what was for the close
    /// traded then.
    /// </summary>
    Closed = 3,

    /// <summary>The instrument has expired: all orders ended when it did.</summary>
    Expired = 4,

    /// <summary>What was held was closed at the settlement price. The last state of a book.</summary>
    Settled = 5,
}
