namespace TradingOps.Engine.Books;

/// <summary>What happened to an order or to the book.</summary>
public enum BookEventKind : byte
{
    /// <summary>A new order passed validation and takes part. Always the first event of an accepted order.</summary>
    Accepted = 1,

    /// <summary>The command was refused for <see cref="BookEvent.Reason"/>; nothing changed. Always the only event.</summary>
    Rejected = 2,

    /// <summary>The order (taker) traded <see cref="BookEvent.Quantity"/> at <see cref="BookEvent.Price"/> with the counter order (maker).</summary>
    Traded = 3,

    /// <summary>The open quantity of an order left the book for <see cref="BookEvent.Reason"/>.</summary>
    Canceled = 4,

    /// <summary>The open quantity of an order left the book because its time ended.</summary>
    Expired = 5,

    /// <summary>Some open quantity was taken off; priority is kept.</summary>
    Reduced = 6,

    /// <summary>Price or quantity changed on request; whether priority was kept is in <see cref="BookEvent.KeptPriority"/>.</summary>
    Replaced = 7,

    /// <summary>A stop order was elected and now takes part as a market or limit order.</summary>
    Triggered = 8,

    /// <summary>What is left of an order joined the back of its price level.</summary>
    Rested = 9,

    /// <summary>An iceberg showed its next peak at the back of its price level.</summary>
    Refreshed = 10,
}
