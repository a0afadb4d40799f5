using TradingOps.Grains.Books;

namespace TradingOps.Bodies.Books;

/// <summary>A book in the shape of the API: levels as [price, qty].</summary>
internal sealed record BookBody(
    string Symbol, long Sequence, decimal[][] Bids, decimal[][] Asks, decimal? LastPrice, decimal? LastQty, string Status,
    AuctionBody? Auction)
{
    public static BookBody From(BookView book) => new(book.Symbol, book.Sequence, Levels(book.Bids), Levels(book.Asks),
        book.LastPrice, book.LastQuantity, book.Status, AuctionBody.From(book.Auction));

    private static decimal[][] Levels(IEnumerable<BookLevel> levels) => [.. levels.Select(l => new[] { l.Price, l.Quantity })];
}
