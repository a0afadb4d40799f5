namespace TradingOps.Engine.Books;

/// <summary>The price that a waiting order watches (FIX tag 1107).</summary>
public enum TriggerPrice : byte
{
    /// <summary>The last trade.</summary>
    Last = 0,

    /// <summary>
    /// The quote: the best bid for an order that waits for the price to rise, the best ask for one that waits for it to fall.
    /// </summary>
    BidAsk = 1,

    /// <summary>The middle between best bid and best ask; the last trade while one of them is missing.</summary>
    Mark = 2,
}
