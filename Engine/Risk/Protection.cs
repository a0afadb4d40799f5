using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;

namespace TradingOps.Engine.Risk;

/// <summary>
/// The worst prices that orders are sent with, and the prices that they are reserved at: every market order, and every order that
/// becomes one, has a worst price while the account has a price collar or the instrument a protection.
/// </summary>
public static class Protection
{
    /// <summary>The order with its worst prices.</summary>
    /// <param name="order">The order in ticks and lots, as its owner asked for it.</param>
    /// <param name="instrument">Its instrument.</param>
    /// <param name="mark">The market's prices.</param>
    /// <param name="limits">The limits of its account.</param>
    /// <param name="ticks">The ticks of the day, which what rests at its worst price keeps to; null for the tick size.</param>
    public static OrderSpec Protect(
        in OrderSpec order, Instrument instrument, in Mark mark, AccountLimits limits, TickTable? ticks = null)
    {
        var price = order.Type switch
        {
            OrderType.Market => WorstOfMarket(order, instrument, mark, limits),
            OrderType.Stop or OrderType.MarketIfTouched =>
                WorstFrom(order.Side, order.StopPrice, order.MaxSlippage, instrument, limits),
            OrderType.TrailingStop => DistanceOf(order, instrument, mark, limits),
            _ => order.Price,
        };
        if (order.Type is OrderType.Market or OrderType.Stop or OrderType.MarketIfTouched)
            price = Fit(order.Side, price, instrument, ticks);
        var worst = order with
        {
            Price = price,
            Instructions = order.Instructions with { RestsAtWorst = RestsAtWorst(order, instrument) },
        };
        if (order is { Type: OrderType.TrailingStop, Side: Side.Buy })
            worst = worst with { StopPrice = OrderSpec.AsWorst(Side.Buy, TrailedStop(order, instrument, mark)) };
        return worst.StopLossPrice == 0 || worst.StopLossLimit != 0
            ? worst
            : worst with
            {
                StopLossWorst = Fit(
                    order.Instructions.ExitSide,
                    WorstFrom(order.Instructions.ExitSide, order.StopLossPrice, 0, instrument, limits), instrument, ticks),
            };
    }

    /// <summary>
    /// Rounds a worst price to the ticks of the day, so that the order gets no worse a price. A price that would leave the range
    /// of the instrument stays as it is.
    /// </summary>
    /// <param name="side">The side of the order.</param>
    /// <param name="worst">The worst price, in ticks of the instrument's tick size; 0 for none.</param>
    /// <param name="instrument">The instrument.</param>
    /// <param name="ticks">The ticks of the day; null for the tick size.</param>
    public static long Fit(Side side, long worst, Instrument instrument, TickTable? ticks)
    {
        if (worst == 0 || ticks is null) return worst;
        var fitting = ticks.Round(instrument.ToPrice(worst), isUp: side == Side.Sell);
        return instrument.TryToTicks(fitting, out var rounded) && rounded >= instrument.LowestPrice ? rounded : worst;
    }

    /// <summary>The price that an order would trade at now, in ticks: what its collar is about.</summary>
    public static long Expected(in OrderSpec order, Instrument instrument, in Mark mark)
    {
        if (order.Type.HasLimit()) return order.Price;
        return (long)Math.Ceiling((mark.Against(order.Side) ?? instrument.ReferencePrice) / instrument.TickSize);
    }

    /// <summary>What an order holds of buying power and position: its lots at the price that takes the most.</summary>
    /// <param name="order">The order with its worst prices.</param>
    /// <param name="instrument">Its instrument.</param>
    /// <param name="mark">The market's prices.</param>
    public static HeldOrder Hold(in OrderSpec order, Instrument instrument, in Mark mark)
    {
        var expected = Expected(order, instrument, mark);
        if (order.Amount == 0)
            return new(instrument.Symbol, 0, order.Side, PriceToHold(order, expected, instrument, mark), order.Quantity);
        // By amount: the most lots that it buys, and all of the amount.
        var lots = Math.Max(1, order.Amount / Math.Max(1, expected));
        return new(instrument.Symbol, 0, order.Side, (order.Amount + lots - 1) / lots, lots);
    }

    /// <summary>
    /// The book moves the worst price of a trailing stop, and does not know the lowest price of the instrument.
    /// </summary>
    private static bool RestsAtWorst(in OrderSpec order, Instrument instrument) =>
        instrument.Protection > 0 && order.Amount == 0
        && (order.Type != OrderType.TrailingStop || instrument.AllowNegative);

    private static long PriceToHold(in OrderSpec order, long expected, Instrument instrument, in Mark mark)
    {
        var isBuy = order.Side == Side.Buy;
        var price = order.Type switch
        {
            OrderType.Market => isBuy && order.Price != 0 ? order.Price : expected,
            OrderType.TrailingStop => isBuy ? order.StopPrice + order.Price
                : Math.Max(expected, TrailedStop(order, instrument, mark)),
            _ when order.Type.HasStop() => order.Price == 0 ? order.StopPrice : Math.Max(order.Price, order.StopPrice),
            _ => order.Price,
        };
        // Of a pair, the stop may take more.
        if (order.Instructions.Class == OrderClass.Oco)
            price = Math.Max(price, Math.Max(order.StopLossPrice, Math.Max(order.StopLossLimit, order.StopLossWorst)));
        return price;
    }

    /// <summary>
    /// Where a trailing stop begins; a buy no higher than this. The book follows the last trade, which may be above the ask, and
    /// may have risen by the time that the order comes there.
    /// </summary>
    private static long TrailedStop(in OrderSpec order, Instrument instrument, in Mark mark)
    {
        var price = Expected(order, instrument, mark);
        if (mark.Last is { } known)
        {
            var last = (long)Math.Ceiling(known / instrument.TickSize);
            price = order.Side == Side.Buy ? Math.Max(price, last) : last;
        }
        var distance = Trail.DistanceFrom(price, order.TrailAmount, order.TrailBasisPoints);
        return order.Side == Side.Buy ? Math.Min(price + distance, Instrument.MaxUnits) : price - distance;
    }

    private static long WorstOfMarket(in OrderSpec order, Instrument instrument, in Mark mark, AccountLimits limits)
    {
        var expected = Expected(order, instrument, mark);
        var worst = instrument.Protection > 0
            ? WorstFrom(order.Side, expected, 0, instrument, limits)
            : PriceCollar.WorstWithoutLimit(order.Side, mark, limits, instrument) ?? 0;
        return Tighter(order.Side, worst, expected, order.MaxSlippage);
    }

    private static long WorstFrom(Side side, long price, long slippage, Instrument instrument, AccountLimits limits)
    {
        var worst = instrument.Protection > 0
            ? Math.Clamp(
                OrderSpec.AsWorst(side, price + Signed(side, (long)(instrument.Protection / instrument.TickSize))),
                instrument.LowestPrice, Instrument.MaxUnits)
            : PriceCollar.WorstWithoutLimit(side, instrument.ToPrice(price), limits, instrument) ?? 0;
        return Tighter(side, worst, price, slippage);
    }

    private static long DistanceOf(in OrderSpec order, Instrument instrument, in Mark mark, AccountLimits limits)
    {
        var expected = Expected(order, instrument, mark);
        var worst = WorstFrom(order.Side, expected, order.MaxSlippage, instrument, limits);
        return worst == 0 ? 0 : Math.Max(1, Math.Abs(worst - expected));
    }

    private static long Tighter(Side side, long worst, long price, long slippage)
    {
        if (slippage == 0) return worst;
        var own = price + Signed(side, slippage);
        var tighter = worst == 0 ? own : side == Side.Buy ? Math.Min(worst, own) : Math.Max(worst, own);
        return OrderSpec.AsWorst(side, tighter);
    }

    private static long Signed(Side side, long distance) => side == Side.Buy ? distance : -distance;
}
