using TradingOps.Client.Orders;
using TradingOps.Grains.Orders;

namespace TradingOps.Client.Trades;

/// <summary>A trade in the shape of the API; side is the taker's.</summary>
internal sealed record TradeBody(
    string Id, string Symbol, string Side, decimal Qty, decimal Price, DateTime At,
    string TakerOrderId, string TakerAccount, string MakerOrderId, string MakerAccount)
{
    public static TradeBody From(TradeView t) => new(t.Id, t.Symbol, Words.Sides[t.Side], t.Quantity, t.Price, t.At.UtcDateTime,
        t.TakerOrderId, t.TakerAccount, t.MakerOrderId, t.MakerAccount);
}
