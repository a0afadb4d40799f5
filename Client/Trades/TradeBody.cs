using TradingOps.Bodies.Orders;
using TradingOps.Grains.Orders;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.Trades;

/// <summary>
/// A trade in the shape of the API; side is the taker's. In an auction neither order takes: the buy order stands as the taker.
/// Orders, accounts and tags of others are null. A trade that was corrected or busted says
/// so, and its price stays the one that it was made at.
/// </summary>
internal sealed record TradeBody(
    string Id, string Symbol, string Side, decimal Qty, decimal Price, bool Auction, DateTime At,
    string? TakerOrderId, string? TakerAccount, string? MakerOrderId, string? MakerAccount,
    string? TakerTag, string? MakerTag, decimal? CorrectedPrice, DateTime? BustedAt)
{
    public static TradeBody From(TradeView t, Caller caller)
    {
        var (taker, maker) = (caller.MayUse(t.TakerAccount), caller.MayUse(t.MakerAccount));
        return new(t.Id, t.Symbol, Words.Sides[t.Side], t.Quantity, t.Price, t.IsAuction, t.At.UtcDateTime,
            taker ? t.TakerOrderId : null, taker ? t.TakerAccount : null,
            maker ? t.MakerOrderId : null, maker ? t.MakerAccount : null,
            taker ? t.TakerTag : null, maker ? t.MakerTag : null, t.CorrectedPrice, t.BustedAt?.UtcDateTime);
    }
}
