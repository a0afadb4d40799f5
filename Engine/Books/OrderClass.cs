namespace TradingOps.Engine.Books;

/// <summary>Which other orders come with an order.</summary>
public enum OrderClass : byte
{
    /// <summary>None.</summary>
    Simple = 0,

    /// <summary>Two exits that cancel each other; they grow with the fills of the order, which is their entry.</summary>
    Bracket = 1,

    /// <summary>One triggers the other: one exit, which grows with the fills of the order, its entry.</summary>
    Oto = 2,

    /// <summary>
    /// One cancels the other: a limit order that takes the profit of a position, and a stop that limits its loss.
    /// </summary>
    Oco = 3,
}
