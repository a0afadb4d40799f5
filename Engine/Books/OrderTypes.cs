namespace TradingOps.Engine.Books;

/// <summary>
/// The one table of what an order of each type needs and what goes with it; used where an order is read, checked, matched and
/// shown.
/// </summary>
public static class OrderTypes
{
    /// <summary>Whether the owner gives a limit price.</summary>
    public static bool HasLimit(this OrderType type) => type is OrderType.Limit or OrderType.StopLimit;

    /// <summary>Whether the owner gives a stop price.</summary>
    public static bool HasStop(this OrderType type) => type is OrderType.Stop or OrderType.StopLimit;

    /// <summary>Whether it waits for a trade at its stop price before it takes part in matching.</summary>
    public static bool Waits(this OrderType type) => type >= OrderType.Stop;

    /// <summary>Whether what is left of an order after matching may stay in the book.</summary>
    public static bool MayRest(this TimeInForce time) => time is not (TimeInForce.Ioc or TimeInForce.Fok);

    /// <summary>Whether it trades on entry or ends: a market order, immediate-or-cancel, fill-or-kill.</summary>
    public static bool MustTradeNow(this OrderType type, TimeInForce time) => type == OrderType.Market || !time.MayRest();

    /// <summary>
    /// Whether a type goes with a time in force: a market order never rests, so it is not sent as IOC or GTD; an order that waits
    /// is not sent as IOC or FOK.
    /// </summary>
    public static bool Allows(this OrderType type, TimeInForce time) => type switch
    {
        OrderType.Market => time is not (TimeInForce.Ioc or TimeInForce.Gtd),
        OrderType.Limit => true,
        _ => time.MayRest(),
    };

    /// <summary>Whether it may go into the book at its limit when it enters: a limit order that may rest.</summary>
    public static bool RestsAtLimit(this OrderType type, TimeInForce time) => type == OrderType.Limit && time.MayRest();

    /// <summary>Whether it may show a part of its quantity only: an order with a limit that may rest.</summary>
    public static bool AllowsDisplay(this OrderType type, TimeInForce time) => type.HasLimit() && time.MayRest();
}
