using System.Collections.Immutable;

namespace TradingOps.Grains.Orders;

/// <summary>A page of trades.</summary>
/// <param name="Trades">The trades; fewer than asked for, or none, where the page looked at as many as it may.</param>
/// <param name="Next">Where the next page begins, for <see cref="TradeFilter.Before"/>; null behind the last trade.</param>
/// <param name="IsUnknown">Whether <see cref="TradeFilter.Before"/> is the id of no trade.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.trade-page")]
public sealed record TradePage(
    [property: Id(0)] ImmutableArray<TradeView> Trades, [property: Id(1)] string? Next, [property: Id(2)] bool IsUnknown = false)
{
    /// <summary>The page behind a trade that does not exist.</summary>
    public static TradePage Unknown { get; } = new([], null, IsUnknown: true);
}
