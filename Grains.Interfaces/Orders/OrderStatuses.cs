namespace TradingOps.Grains.Orders;

/// <summary>A set of <see cref="OrderStatus"/>: the bit of a status is 1 shifted left by its value.</summary>
[Flags]
public enum OrderStatuses
{
    /// <summary>No order.</summary>
    None = 0,

    /// <summary><see cref="OrderStatus.Accepted"/>.</summary>
    Accepted = 1 << OrderStatus.Accepted,

    /// <summary><see cref="OrderStatus.PartiallyFilled"/>.</summary>
    PartiallyFilled = 1 << OrderStatus.PartiallyFilled,

    /// <summary><see cref="OrderStatus.Filled"/>.</summary>
    Filled = 1 << OrderStatus.Filled,

    /// <summary><see cref="OrderStatus.Canceled"/>.</summary>
    Canceled = 1 << OrderStatus.Canceled,

    /// <summary><see cref="OrderStatus.Replaced"/>.</summary>
    Replaced = 1 << OrderStatus.Replaced,

    /// <summary><see cref="OrderStatus.Rejected"/>.</summary>
    Rejected = 1 << OrderStatus.Rejected,

    /// <summary><see cref="OrderStatus.Expired"/>.</summary>
    Expired = 1 << OrderStatus.Expired,

    /// <summary>Those that may still trade.</summary>
    Open = Accepted | PartiallyFilled,

    /// <summary>Those that never trade again.</summary>
    Closed = Filled | Canceled | Replaced | Rejected | Expired,

    /// <summary>Every order.</summary>
    All = Open | Closed,
}
