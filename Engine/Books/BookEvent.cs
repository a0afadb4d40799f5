namespace TradingOps.Engine.Books;

/// <summary>
/// One thing that a command caused, in order. Together with the command, the events are enough to bring another book to the same
/// state (<see cref="OrderBook.Replay"/>).
/// </summary>
public readonly record struct BookEvent
{
    /// <summary>What happened.</summary>
    public BookEventKind Kind { get; init; }

    /// <summary>Why, for a refusal, a cancel or an expiry.</summary>
    public BookReason Reason { get; init; }

    /// <summary>Side of <see cref="OrderId"/>; for a trade, the taker's.</summary>
    public Side Side { get; init; }

    /// <summary>For <see cref="BookEventKind.Replaced"/>: the order kept its place in the queue.</summary>
    public bool KeptPriority { get; init; }

    /// <summary>Owner of <see cref="OrderId"/>.</summary>
    public int Account { get; init; }

    /// <summary>Owner of <see cref="CounterOrderId"/>.</summary>
    public int CounterAccount { get; init; }

    /// <summary>The order concerned; for a trade, the taker.</summary>
    public long OrderId { get; init; }

    /// <summary>For a trade, the maker; for a replacement, the id from now on; for a bracket's exit, the entry.</summary>
    public long CounterOrderId { get; init; }

    /// <summary>Ticks: the trade's price, else the order's limit price, or the stop price of one that has no limit.</summary>
    public long Price { get; init; }

    /// <summary>Lots: traded, canceled, taken off, rested or shown.</summary>
    public long Quantity { get; init; }

    /// <summary>
    /// Lots of <see cref="OrderId"/> still open after this event; for a market buy by cash amount that waits or traded, the lots
    /// that the rest of the amount buys at <see cref="Price"/>.
    /// </summary>
    public long Remaining { get; init; }

    /// <summary>Lots of <see cref="CounterOrderId"/> still open after this event.</summary>
    public long CounterRemaining { get; init; }
}
