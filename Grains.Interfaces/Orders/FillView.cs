using TradingOps.Engine.Markets;

namespace TradingOps.Grains.Orders;

/// <summary>One fill of an order.</summary>
/// <param name="TradeId">The trade.</param>
/// <param name="Price">In currency.</param>
/// <param name="Quantity">Shares or contracts.</param>
/// <param name="Liquidity">What the order did in it.</param>
/// <param name="At">When.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.fill-view")]
public sealed record FillView(string TradeId, decimal Price, decimal Quantity, Liquidity Liquidity, DateTimeOffset At);
