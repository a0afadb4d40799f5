namespace TradingOps.Grains.Orders;

/// <summary>Where an order stands.</summary>
public enum OrderStatus
{
    /// <summary>Resting or waiting, nothing traded yet.</summary>
    Accepted = 0,

    /// <summary>Some of it traded, the rest is open.</summary>
    PartiallyFilled = 1,

    /// <summary>All of it traded.</summary>
    Filled = 2,

    /// <summary>The rest was canceled.</summary>
    Canceled = 3,

    /// <summary>Superseded by another order.</summary>
    Replaced = 4,

    /// <summary>Refused; it never took part.</summary>
    Rejected = 5,

    /// <summary>The rest was canceled because its time ended.</summary>
    Expired = 6,
}
