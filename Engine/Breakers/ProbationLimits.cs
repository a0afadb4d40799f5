using System.ComponentModel.DataAnnotations;
using TradingOps.Engine.Accounts;

namespace TradingOps.Engine.Breakers;

/// <summary>What a breaker on probation (half-open) allows.</summary>
public sealed record ProbationLimits
{
    /// <summary>How long it lasts.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Lasts { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Orders an account may send while it lasts.</summary>
    [Range(1, 1_000_000)]
    public int MaxOrders { get; init; } = 100;

    /// <summary>
    /// Share of the account's limits on quantity, value and position that an order may use, and of its loss limit that it may
    /// lose besides.
    /// </summary>
    [Range(typeof(decimal), "0.01", "1")]
    public decimal Share { get; init; } = 0.10m;

    /// <summary>What an order does that probation does not allow; null if nothing.</summary>
    /// <param name="orders">Orders that the account sent in this probation, with this one.</param>
    /// <param name="quantity">Shares or contracts of the order.</param>
    /// <param name="notional">Its value in currency.</param>
    /// <param name="position">Shares or contracts that the position could become on the order's side.</param>
    /// <param name="limits">The account's limits.</param>
    public (string What, decimal Value, decimal Threshold)? FindBreach(
        int orders, decimal quantity, decimal notional, decimal position, AccountLimits limits) =>
        orders > MaxOrders ? ("the number of orders", orders, MaxOrders)
        : IsBeyond(quantity, limits.MaxOrderQuantity) ? ("the quantity of the order", quantity, limits.MaxOrderQuantity * Share)
        : IsBeyond(notional, limits.MaxOrderNotional) ? ("the value of the order", notional, limits.MaxOrderNotional * Share)
        : IsBeyond(position, limits.MaxPosition) ? ("the position it could lead to", position, limits.MaxPosition * Share)
        : null;

    private bool IsBeyond(decimal value, decimal limit) => limit > 0 && value > limit * Share;
}
