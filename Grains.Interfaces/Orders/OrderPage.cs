using System.Collections.Immutable;

namespace TradingOps.Grains.Orders;

/// <summary>A page of orders.</summary>
/// <param name="Orders">The orders; fewer than asked for, or none, where the page looked at as many as it may.</param>
/// <param name="Next">Where the next page begins, for <see cref="OrderFilter.Before"/>; null behind the last order.</param>
/// <param name="IsUnknown">Whether <see cref="OrderFilter.Before"/> is the id of no order.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.order-page")]
public sealed record OrderPage(
    [property: Id(0)] ImmutableArray<OrderView> Orders, [property: Id(1)] string? Next, [property: Id(2)] bool IsUnknown = false)
{
    /// <summary>The page behind an order that does not exist.</summary>
    public static OrderPage Unknown { get; } = new([], null, IsUnknown: true);
}
