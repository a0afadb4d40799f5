namespace TradingOps.Grains.Orders;

/// <summary>What positions and orders take from an account's equity, in currency.</summary>
/// <param name="Initial">To open them.</param>
/// <param name="Maintenance">To keep the positions.</param>
/// <param name="BuyingPower">What is left for new orders.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.margin-view")]
public sealed record MarginView(decimal Initial, decimal Maintenance, decimal BuyingPower);
