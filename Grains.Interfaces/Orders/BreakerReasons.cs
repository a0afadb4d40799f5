namespace TradingOps.Grains.Orders;

/// <summary>
/// The reasons of orders that a breaker canceled, as they are stored: the API tells the scope of the breaker beside the reason.
/// </summary>
public static class BreakerReasons
{
    /// <summary>Of the breaker of the order's account.</summary>
    public const string Account = "breaker:account";

    /// <summary>Of the breaker of the order's symbol.</summary>
    public const string Symbol = "breaker:symbol";

    /// <summary>Of the breaker of the desk of the order's account.</summary>
    public const string Desk = "breaker:desk";

    /// <summary>Of the breaker of the firm.</summary>
    public const string Firm = "breaker:firm";
}
