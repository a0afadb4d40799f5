namespace TradingOps.Grains.Orders;

/// <summary>What is to be changed of an open order; null leaves it as it is.</summary>
/// <param name="Quantity">Whole quantity from now on, with what is filled; shares or contracts.</param>
/// <param name="LimitPrice">In currency.</param>
/// <param name="StopPrice">In currency.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.order-amendment")]
public sealed record OrderAmendment(decimal? Quantity, decimal? LimitPrice, decimal? StopPrice);
