namespace TradingOps.Grains.Firm;

/// <summary>How much of a limit is used, as a share of it (1 is all); 0 where there is no limit.</summary>
/// <param name="OrderRate">Orders of the last second, or orders open at one time, whichever is more.</param>
/// <param name="Position">The largest position that open orders could lead to.</param>
/// <param name="BuyingPower">Margin of positions and orders.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.limit-use")]
public readonly record struct LimitUse(decimal OrderRate, decimal Position, decimal BuyingPower)
{
    /// <summary>The larger of two, limit by limit.</summary>
    public LimitUse Max(LimitUse other) => new(
        Math.Max(OrderRate, other.OrderRate), Math.Max(Position, other.Position), Math.Max(BuyingPower, other.BuyingPower));
}
