namespace TradingOps.Engine.Books;

/// <summary>Which other orders come with an order.</summary>
public enum OrderClass : byte
{
    /// <summary>None.</summary>
    Simple = 0,

    /// <summary>Two exits, of which one cancels the other; they get what the order, their entry, trades.</summary>
    Bracket = 1,

    /// <summary>One triggers the other: one exit, which gets what the order, its entry, trades.</summary>
    Oto = 2,

    /// <summary>
    /// One cancels the other: a limit order that takes the profit of a position, and a stop that limits its loss.
    /// </summary>
    Oco = 3,
}
