using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;

namespace TradingOps.Engine.Risk;

/// <summary>What positions and orders take from buying power, in currency.</summary>
public static class Margin
{
    /// <summary>
    /// An order that opens a short may trade above its limit's worth: it is valued at this multiple of the ask at least, as
    /// alpaca.markets/docs/orders-at-alpaca has it.
    /// </summary>
    public const decimal ShortCushion = 1.03m;

    /// <summary>The price that an order which opens is valued at; null if neither price is known.</summary>
    /// <param name="side">Its side.</param>
    /// <param name="limit">Its limit, null for a market order.</param>
    /// <param name="ask">The market's best ask, null without one.</param>
    public static decimal? OpeningPrice(Side side, decimal? limit, decimal? ask)
    {
        if (side == Side.Buy) return limit ?? ask;
        var cushioned = ask * ShortCushion;
        return limit is null || cushioned > limit ? cushioned ?? limit : limit;
    }

    /// <summary>The value of orders of one side as far as they could open: what they may close takes nothing.</summary>
    /// <param name="quantity">Shares or contracts of all of them; 0 or more.</param>
    /// <param name="value">Their value, of any sign.</param>
    /// <param name="closable">Shares or contracts that they could close; below 0 there is nothing to close.</param>
    public static decimal Opening(decimal quantity, decimal value, decimal closable)
    {
        var opening = Opened(quantity, closable);
        return opening == 0 ? 0 : Math.Abs(value) * opening / quantity;
    }

    private static decimal Opened(decimal quantity, decimal closable) => Math.Max(0, quantity - Math.Max(0, closable));

    /// <summary>
    /// What new opening orders may use: a multiple of the equity, less what positions and opening orders take. Orders that reduce
    /// give nothing back before they are filled.
    /// </summary>
    public static decimal BuyingPower(decimal leverage, decimal equity, decimal positions, decimal orders) =>
        leverage * Math.Max(0, equity) - positions - orders;

    /// <summary>What the orders of a symbol take.</summary>
    /// <param name="instrument">The symbol's instrument.</param>
    /// <param name="held">What they hold.</param>
    /// <param name="position">Shares or contracts held, signed.</param>
    /// <param name="mark">The market's prices.</param>
    /// <param name="fees">What fills cost; null for nothing.</param>
    public static decimal OfOrders(
        Instrument instrument, in Reservation held, decimal position, in Mark mark, ClassFees? fees = null)
    {
        var (buys, sells) = (instrument.ToQuantity(held.BuyLots), instrument.ToQuantity(held.SellLots));
        var buyValue = held.BuyValue * instrument.TickSize * instrument.LotSize;
        var sellValue = held.SellValue * instrument.TickSize * instrument.LotSize;
        if (sells > 0 && instrument.AssetClass != AssetClass.Futures)
            sellValue = sells * OpeningPrice(Side.Sell, sellValue / sells, mark.Ask)!.Value;
        var value = Opening(buys, buyValue, -position) + Opening(sells, sellValue, position);
        var notional = value * instrument.Multiplier;
        var margin = notional * instrument.InitialMargin;
        return fees is null || notional == 0
            ? margin
            : margin + fees.MostOf(Opened(buys, -position) + Opened(sells, position), notional);
    }
}
