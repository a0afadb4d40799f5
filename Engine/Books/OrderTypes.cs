namespace TradingOps.Engine.Books;

/// <summary>
/// The one table of what an order of each type needs and what goes with it; used where an order is read, checked, matched and
/// shown.
/// </summary>
public static class OrderTypes
{
    /// <summary>Whether the owner gives a limit price.</summary>
    public static bool HasLimit(this OrderType type) =>
        type is OrderType.Limit or OrderType.StopLimit or OrderType.LimitIfTouched;

    /// <summary>Whether the owner gives a stop price, or a touch price, which stands in the same field.</summary>
    public static bool HasStop(this OrderType type) =>
        type is OrderType.Stop or OrderType.StopLimit or OrderType.MarketIfTouched or OrderType.LimitIfTouched;

    /// <summary>Whether it waits for the price to reach its stop price before it takes part in matching.</summary>
    public static bool Waits(this OrderType type) => type >= OrderType.Stop;

    /// <summary>Whether it waits for a better price than that of now, not for a worse one as a stop does.</summary>
    public static bool WaitsForBetter(this OrderType type) => type >= OrderType.MarketIfTouched;

    /// <summary>Whether it waits for the price to rise, and not to fall.</summary>
    public static bool WaitsForRise(this OrderType type, Side side) => side == Side.Buy != type.WaitsForBetter();

    /// <summary>What it is once it was elected.</summary>
    public static OrderType Elected(this OrderType type) => type.HasLimit() ? OrderType.Limit : OrderType.Market;

    /// <summary>Whether what is left of an order after matching may stay in the book.</summary>
    public static bool MayRest(this TimeInForce time) => time is not (TimeInForce.Ioc or TimeInForce.Fok) && !time.IsOfAuction();

    /// <summary>Whether it trades in an auction, or not at all.</summary>
    public static bool IsOfAuction(this TimeInForce time) => time >= TimeInForce.Opg;

    /// <summary>Whether an order that is open when the session closes ends then. IOC and FOK may only wait until then.</summary>
    public static bool EndsWithDay(this TimeInForce time) => time is not (TimeInForce.Gtc or TimeInForce.Gtd);

    /// <summary>Whether it trades on entry or ends: a market order, immediate-or-cancel, fill-or-kill.</summary>
    public static bool MustTradeNow(this OrderType type, TimeInForce time) =>
        !time.IsOfAuction() && (type == OrderType.Market || (!type.Waits() && !time.MayRest()));

    /// <summary>
    /// Whether a type goes with a time in force: a market order has no time to wait for, so it is not sent as GTD; what waits for
    /// a price is not for one auction. IOC and FOK of an order that waits hold from its election on.
    /// </summary>
    public static bool Allows(this OrderType type, TimeInForce time) =>
        time.IsOfAuction() ? !type.Waits() : type != OrderType.Market || time != TimeInForce.Gtd;

    /// <summary>Whether a type may watch a price: a trailing stop follows the last trade.</summary>
    public static bool Allows(this OrderType type, TriggerPrice trigger) =>
        trigger == TriggerPrice.Last || (type.Waits() && type != OrderType.TrailingStop);

    /// <summary>Whether it may go into the book at its limit when it enters: a limit order that may rest.</summary>
    public static bool RestsAtLimit(this OrderType type, TimeInForce time) => type == OrderType.Limit && time.MayRest();

    /// <summary>Whether it may show a part of its quantity only: an order with a limit that may rest.</summary>
    public static bool AllowsDisplay(this OrderType type, TimeInForce time) => type.HasLimit() && time.MayRest();
}
