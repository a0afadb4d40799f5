using TradingOps.Engine.Settlement;

namespace TradingOps.Grains.Settlement;

/// <summary>Shares that the exercise of an option has moved.</summary>
/// <param name="Delivery">The option, and what it moved in all.</param>
/// <param name="Number">Number of the option's report.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.delivery-notice")]
public sealed record DeliveryNotice(Delivery Delivery, long Number);
