using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;

namespace TradingOps.Engine.Margin;

/// <summary>What orders open, and at which price that counts.</summary>
public static class OpeningOrders
{
    /// <summary>
    /// An order that opens a short may trade above its limit: it is valued at this multiple of the ask at least, as
    /// alpaca.markets/docs/orders-at-alpaca has it.
    /// </summary>
    public const decimal ShortCushion = 1.03m;

    /// <summary>The price that an order of stock that opens is valued at; null if neither price is known.</summary>
    /// <param name="side">Its side.</param>
    /// <param name="limit">Its limit, null for a market order.</param>
    /// <param name="ask">The market's best ask, null without one.</param>
    public static decimal? Price(Side side, decimal? limit, decimal? ask)
    {
        if (side == Side.Buy) return limit ?? ask;
        var cushioned = ask * ShortCushion;
        return limit is null || cushioned > limit ? cushioned ?? limit : limit;
    }

    /// <summary>What orders of one side open: what they may close takes nothing.</summary>
    /// <param name="quantity">Shares or contracts of all of them; 0 or more.</param>
    /// <param name="closable">Shares or contracts that they could close; below 0 there is nothing to close.</param>
    public static decimal Quantity(decimal quantity, decimal closable) => Math.Max(0, quantity - Math.Max(0, closable));

    /// <summary>What the orders of a side open, at the price that it counts at.</summary>
    internal static MarginLine Of(in Holding holding, Side side)
    {
        var (instrument, isBuy) = (holding.Instrument, side == Side.Buy);
        var lots = isBuy ? holding.Held.BuyLots : holding.Held.SellLots;
        if (lots == 0) return new(instrument, 0, 0);
        var quantity = instrument.ToQuantity(lots);
        var price = (isBuy ? holding.Held.BuyValue : holding.Held.SellValue) * instrument.TickSize / lots;
        if (!isBuy)
            price = instrument.AssetClass switch
            {
                AssetClass.Equity => Price(side, price, holding.Ask)!.Value,
                AssetClass.Options => Math.Max(price, holding.Price ?? 0),
                _ => price,
            };
        var opening = Quantity(quantity, isBuy ? -holding.Quantity : holding.Quantity);
        return new(instrument, isBuy ? opening : -opening, price);
    }

    /// <summary>The position once the orders of a side have closed what they can of it.</summary>
    internal static MarginLine Closed(in Holding holding, Side side)
    {
        var lots = side == Side.Buy ? holding.Held.BuyLots : holding.Held.SellLots;
        var closable = side == Side.Buy ? -holding.Quantity : holding.Quantity;
        if (lots == 0 || closable <= 0) return holding.Line;
        var closed = Math.Min(closable, holding.Instrument.ToQuantity(lots));
        return holding.Line with { Quantity = holding.Quantity + (side == Side.Buy ? closed : -closed) };
    }
}
