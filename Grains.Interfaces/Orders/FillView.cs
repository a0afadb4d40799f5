namespace TradingOps.Grains.Orders;

/// <summary>One fill of an order.</summary>
/// <param name="TradeId">The trade.</param>
/// <param name="Price">In currency.</param>
/// <param name="Quantity">Shares or contracts.</param>
/// <param name="IsMaker">The order was resting.</param>
/// <param name="At">When.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.fill-view")]
public sealed record FillView(string TradeId, decimal Price, decimal Quantity, bool IsMaker, DateTimeOffset At);
