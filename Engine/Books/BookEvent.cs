namespace TradingOps.Engine.Books;

/// <summary>
/// One thing that a command caused, in order. Together with the command, the events are enough to bring another book to the same
/// state (<see cref="OrderBook.Replay"/>).
/// </summary>
public record struct BookEvent
{
    /// <summary>What happened.</summary>
    public BookEventKind Kind { get; internal set; }

    /// <summary>Why, for a refusal, a cancel or an expiry.</summary>
    public BookReason Reason { get; internal set; }

    /// <summary>Side of <see cref="OrderId"/>; for a trade, the taker's.</summary>
    public Side Side { get; internal set; }

    /// <summary>For <see cref="BookEventKind.Replaced"/>: the order kept its place in the queue.</summary>
    public bool KeptPriority { get; internal set; }

    /// <summary>
    /// For a trade: it was made when an auction ended. Neither order took; the buy order stands where the taker would.
    /// </summary>
    public bool IsAuction { get; internal set; }

    /// <summary>Owner of <see cref="OrderId"/>.</summary>
    public int Account { get; internal set; }

    /// <summary>Owner of <see cref="CounterOrderId"/>.</summary>
    public int CounterAccount { get; internal set; }

    /// <summary>The order concerned; for a trade, the taker.</summary>
    public long OrderId { get; internal set; }

    /// <summary>For a trade, the maker; for a replacement, the id from now on; for a bracket's exit, the entry.</summary>
    public long CounterOrderId { get; internal set; }

    /// <summary>Ticks: the trade's price, else the order's limit price, or the stop price of one that has no limit.</summary>
    public long Price { get; internal set; }

    /// <summary>Lots: traded, canceled, taken off, rested or shown.</summary>
    public long Quantity { get; internal set; }

    /// <summary>
    /// Lots of <see cref="OrderId"/> still open after this event; for a market buy by cash amount that waits or traded, the lots
    /// that the rest of the amount buys at <see cref="Price"/>.
    /// </summary>
    public long Remaining { get; internal set; }

    /// <summary>Lots of <see cref="CounterOrderId"/> still open after this event.</summary>
    public long CounterRemaining { get; internal set; }
}
