namespace TradingOps.Engine.Books;

/// <summary>
/// One input of an <see cref="OrderBook"/>. Everything that decides the outcome is in here: time and ids come in, nothing is
/// read from a clock or drawn at random.
/// </summary>
public readonly record struct BookCommand
{
    /// <summary>What is asked.</summary>
    public BookCommandKind Kind { get; init; }

    /// <summary>The order concerned; positive, unique among the live orders of a book.</summary>
    public long OrderId { get; init; }

    /// <summary>The owner, as the small number that the book's caller gave the account; 0 or more.</summary>
    public int Account { get; init; }

    /// <summary>Buy or sell (<see cref="BookCommandKind.New"/>).</summary>
    public Side Side { get; init; }

    /// <summary>Market, limit, ... (<see cref="BookCommandKind.New"/>).</summary>
    public OrderType Type { get; init; }

    /// <summary>Day, GTC, ... (<see cref="BookCommandKind.New"/>).</summary>
    public TimeInForce TimeInForce { get; init; }

    /// <summary>What to do instead of trading with oneself (<see cref="BookCommandKind.New"/>).</summary>
    public SelfTradePrevention SelfTradePrevention { get; init; }

    /// <summary>Refuse to take: the order is canceled if it would trade on entry.</summary>
    public bool PostOnly { get; init; }

    /// <summary>Limit price in whole ticks; may be negative for spreads. For Replace, the new price.</summary>
    public long Price { get; init; }

    /// <summary>Stop price in whole ticks.</summary>
    public long StopPrice { get; init; }

    /// <summary>Whole quantity in lots; for Reduce, the lots to take off; for Replace, the new open quantity.</summary>
    public long Quantity { get; init; }

    /// <summary>Lots shown at a time (iceberg); 0 shows all.</summary>
    public long DisplayQuantity { get; init; }

    /// <summary>When a GTD order expires, in microseconds since the Unix epoch.</summary>
    public long ExpireAt { get; init; }

    /// <summary>When the command was received, in microseconds since the Unix epoch; never decreases within a book.</summary>
    public long Time { get; init; }
}
