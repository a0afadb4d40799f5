using System.Collections.Immutable;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using TradingOps.Bodies.Books;
using TradingOps.Grains.Books;

namespace TradingOps.Client.Streams;

/// <summary>Puts a book as it was and as it is into the events that lead from one to the other.</summary>
internal static class BookImage
{
    private const int CheckedLevels = 10;

    /// <summary>The whole of it.</summary>
    public static BookEventBody Snapshot(BookView book) => new()
    {
        Kind = "snapshot",
        Symbol = book.Symbol,
        Sequence = book.Sequence,
        Bids = [.. book.Bids.Select(ToJson)],
        Asks = [.. book.Asks.Select(ToJson)],
        LastPrice = book.LastPrice,
        LastQty = book.LastQuantity,
        Status = book.Status,
        Auction = AuctionBody.From(book.Auction),
        Crc32 = Checksum(book),
    };

    /// <summary>What changed, or null if nothing did that a reader of the book could see.</summary>
    public static BookEventBody? Update(BookView before, BookView now)
    {
        var (bids, asks) = (Changes(before.Bids, now.Bids), Changes(before.Asks, now.Asks));
        if (bids.Length == 0 && asks.Length == 0
            && (before.LastPrice, before.LastQuantity, before.Status, before.Auction)
            == (now.LastPrice, now.LastQuantity, now.Status, now.Auction))
            return null;
        return Snapshot(now) with { Kind = "update", Previous = before.Sequence, Bids = bids, Asks = asks };
    }

    /// <summary>
    /// CRC-32 (as in zlib) of the best ten bids and then the best ten asks, each <c>price:qty</c> without needless zeros, joined
    /// by <c>|</c>.
    /// </summary>
    public static uint Checksum(BookView book) => Crc32.HashToUInt32(Encoding.ASCII.GetBytes(string.Join('|',
        book.Bids.Take(CheckedLevels).Concat(book.Asks.Take(CheckedLevels))
            .Select(l => $"{Text(l.Price)}:{Text(l.Quantity)}"))));

    private static decimal[][] Changes(ImmutableArray<BookLevel> before, ImmutableArray<BookLevel> now)
    {
        var old = before.ToDictionary(l => l.Price, l => l.Quantity);
        var changed = now.Where(l => !old.TryGetValue(l.Price, out var quantity) || quantity != l.Quantity).Select(ToJson);
        var kept = now.Select(l => l.Price).ToHashSet();
        return [.. before.Where(l => !kept.Contains(l.Price)).Select(l => new[] { l.Price, 0m }), .. changed];
    }

    private static decimal[] ToJson(BookLevel level) => [level.Price, level.Quantity];

    private static string Text(decimal value) => value.ToString("0.############################", CultureInfo.InvariantCulture);
}
