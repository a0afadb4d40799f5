using System.Collections.Immutable;

namespace TradingOps.Grains.Orders;

/// <summary>A page of orders, newest first.</summary>
/// <param name="Orders">The orders; fewer than asked for, or none, where the page looked at as many as it may.</param>
/// <param name="Next">Where the next page begins, for <see cref="OrderFilter.Before"/>; null behind the last order.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.order-page")]
public sealed record OrderPage([property: Id(0)] ImmutableArray<OrderView> Orders, [property: Id(1)] string? Next)
{
    /// <summary>The end of a list.</summary>
    public static OrderPage Empty { get; } = new([], null);
}
