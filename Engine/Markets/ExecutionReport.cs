using TradingOps.Engine.Books;
using TradingOps.Engine.Settlement;

namespace TradingOps.Engine.Markets;

/// <summary>
/// One thing that happened to an order, or to a position that expired, reported to its account (FIX 35=8). Reports are
/// numbered without gaps per account and symbol: an account applies number n only after n-1, and ignores what it has.
/// </summary>
public readonly record struct ExecutionReport
{
    /// <summary>The account that receives the report.</summary>
    public required string Account { get; init; }

    /// <summary>1, 2, 3, ... per account and symbol.</summary>
    public required long Number { get; init; }

    /// <summary>Sequence of the market record that holds the event.</summary>
    public required long Sequence { get; init; }

    /// <summary>When the command was received, microseconds since the Unix epoch.</summary>
    public required long Time { get; init; }

    /// <summary>What happened.</summary>
    public required BookEventKind Kind { get; init; }

    /// <summary>Why, for a refusal, a cancel or an expiry.</summary>
    public BookReason Reason { get; init; }

    /// <summary>Number of the order (<see cref="OrderIds"/> makes its id).</summary>
    public required long OrderNumber { get; init; }

    /// <summary>Whether it is about an order; else about the position of the account.</summary>
    public bool IsOfOrder => Kind is not BookEventKind.Settled and <= BookEventKind.Repriced;

    /// <summary>What exercising a contract moves; null where nothing is delivered.</summary>
    public Delivery? Delivery { get; init; }

    /// <summary>Side of the order.</summary>
    public required Side Side { get; init; }

    /// <summary>Ticks, as in <see cref="BookEvent.Price"/>.</summary>
    public long Price { get; init; }

    /// <summary>Lots traded, canceled or taken off.</summary>
    public long Quantity { get; init; }

    /// <summary>
    /// Lots of the order still open afterwards, as in <see cref="BookEvent.Remaining"/>; of a bust, when the trade was made.
    /// </summary>
    public long Remaining { get; init; }

    /// <summary>For a trade: 1, 2, ... within the record; else 0.</summary>
    public int Trade { get; init; }

    /// <summary>For a trade: what the order did in it.</summary>
    public Liquidity Liquidity { get; init; }

    /// <summary>
    /// For a trade: this is the report of its second order, the maker, or in an auction the sell order. Each trade has one.
    /// </summary>
    public bool IsCounter { get; init; }
}
