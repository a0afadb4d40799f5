using TradingOps.Bodies.Books;

namespace TradingOps.Client.Streams;

/// <summary>
/// A book by price: all its best levels, or those that changed since the book event before, with the quantity that they have now
/// and 0 for one that is gone.
/// </summary>
internal sealed record BookEventBody
{
    /// <summary>snapshot or update.</summary>
    public required string Kind { get; init; }

    public required string Symbol { get; init; }

    /// <summary>Of an update: the sequence of the book event that it follows.</summary>
    public long? Previous { get; init; }

    public required long Sequence { get; init; }

    public required decimal[][] Bids { get; init; }

    public required decimal[][] Asks { get; init; }

    public decimal? LastPrice { get; init; }

    public decimal? LastQty { get; init; }

    public required string Status { get; init; }

    /// <summary>What an auction would do if it ended now; left out while nothing would trade.</summary>
    public AuctionBody? Auction { get; init; }

    /// <summary>Of the best ten levels a side after this event; see docs/streams.md.</summary>
    public required uint Crc32 { get; init; }
}
