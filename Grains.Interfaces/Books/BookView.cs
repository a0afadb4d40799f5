using System.Collections.Immutable;

namespace TradingOps.Grains.Books;

/// <summary>The top of a book, as of a durable moment.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Sequence">Sequence of the last record in it.</param>
/// <param name="Bids">Best first.</param>
/// <param name="Asks">Best first.</param>
/// <param name="LastPrice">Price of the last trade in currency, null before the first.</param>
/// <param name="LastQuantity">Its quantity.</param>
/// <param name="Status">open, halted, auction, pre_open, post, closed, expired or settled.</param>
/// <param name="Auction">What would trade if the auction ended now; null while nothing would.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.book-view")]
public sealed record BookView(
    string Symbol, long Sequence, ImmutableArray<BookLevel> Bids, ImmutableArray<BookLevel> Asks,
    decimal? LastPrice, decimal? LastQuantity, string Status, AuctionView? Auction = null);
