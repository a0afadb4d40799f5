using TradingOps.Grains.Books;

namespace TradingOps.Bodies.Books;

/// <summary>What an auction would do if it ended now: price, quantity, and what is left over (positive to buy).</summary>
internal sealed record AuctionBody(decimal IndicativePrice, decimal PairedQty, decimal ImbalanceQty)
{
    public static AuctionBody? From(AuctionView? auction) =>
        auction is null ? null : new(auction.IndicativePrice, auction.PairedQuantity, auction.ImbalanceQuantity);
}
